// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.source.ErrorPolicy;
import io.laminar.flink.websocket.source.RecordLayout;
import io.laminar.flink.websocket.source.WebSocketSplit;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import io.laminar.flink.websocket.testing.ReaderHarness;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the source as a client reads, and how it pushes back. */
class WebSocketClientSourceITCase extends WebSocketClientSourceTestBase {

    @TempDir Path folder;

    @Test
    void receivesTextBinaryAndFragmentedMessages() throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(source().build());
                RawConnection feed = server.accept()) {
            feed.sendText("text");
            feed.send(RawConnection.BINARY, "binary".getBytes(UTF_8));
            feed.send(RawConnection.TEXT_BEGIN, "frag".getBytes(UTF_8));
            feed.send(RawConnection.PING, "between".getBytes(UTF_8));
            feed.send(RawConnection.CONTINUATION, "men".getBytes(UTF_8));
            feed.send(RawConnection.CONTINUATION_END, "ted".getBytes(UTF_8));

            assertThat(reader.poll(3)).containsExactly("text", "binary", "fragmented");
            assertThat(feed.readFrame(RawConnection.PONG).text()).isEqualTo("between");
            assertThat(reader.metric("numRecordsIn")).isEqualTo(3);
            assertThat(reader.metric("numBytesIn")).isEqualTo(4 + 6 + 10);
            assertThat(reader.metric("connections")).isEqualTo(1);
            assertThat(reader.metric("pendingRecords")).isZero();
        }
    }

    @Test
    void splitsMessagesByTheirLayout() throws Exception {
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setRecordLayout(RecordLayout.LINES).build());
                RawConnection feed = server.accept()) {
            feed.sendText("a,1\nb,2\r\n\nc,3");
            assertThat(reader.poll(3)).containsExactly("a,1", "b,2", "c,3");
        }
    }

    @Test
    void readsSeveralUrlsThroughOneBuffer() throws Exception {
        try (RawServer other = RawServer.start();
                ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setUrl(server.url(), other.url())
                                        .setBufferCapacity(4)
                                        .build());
                RawConnection feed = server.accept();
                RawConnection otherFeed = other.accept()) {
            int total = 2_000;
            AtomicLong sent = flood(feed, new byte[10_000], total);
            await().until(() -> reader.metric("pendingRecords") >= 4);
            AtomicLong otherSent = flood(otherFeed, new byte[10_000], total);
            await().until(() -> otherSent.get() > 0);
            awaitStall(sent);
            awaitStall(otherSent);
            assertThat(sent.get()).isLessThan(total);
            assertThat(otherSent.get()).isLessThan(total);
            assertThat(reader.poll(2 * total)).hasSize(2 * total);
            assertThat(reader.metric("connections")).isEqualTo(2);
        }
    }

    @Test
    void pausesOneOfSeveralUrls() throws Exception {
        try (RawServer other = RawServer.start();
                ReaderHarness<String> reader =
                        ReaderHarness.reading(source().setUrl(server.url(), other.url()).build());
                RawConnection feed = server.accept();
                RawConnection otherFeed = other.accept()) {
            await().until(() -> reader.metric("connections") == 2);
            reader.reader().pauseOrResumeSplits(List.of(server.url()), List.of());
            otherFeed.sendText("before");
            assertThat(reader.poll(1)).containsExactly("before");
            feed.sendText("held");
            otherFeed.sendText("free");
            assertThat(reader.poll(1)).containsExactly("free");
            await().during(Duration.ofMillis(300))
                    .until(() -> reader.metric("pendingRecords") == 0);
            reader.reader().pauseOrResumeSplits(List.of(), List.of(server.url()));
            assertThat(reader.poll(1)).containsExactly("held");
        }
    }

    @Test
    void subscribesAfterEachHandshake() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "hush\n");
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(
                        source().setSubscribeMessages("login ${file:" + key + "}", "subscribe ä")
                                .build())) {
            for (int attempt = 0; attempt < 2; attempt++) {
                try (RawConnection feed = server.accept()) {
                    assertThat(feed.readFrame(RawConnection.TEXT).text()).isEqualTo("login hush");
                    assertThat(feed.readFrame(RawConnection.TEXT).text()).isEqualTo("subscribe ä");
                    feed.sendText("welcome");
                    assertThat(reader.poll(1)).containsExactly("welcome");
                }
            }
        }
    }

    @Test
    void saysWhichReferenceInASubscriptionLeadsNowhere() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(
                        source().setSubscribeMessages("login ${file:/no/such/file}")
                                .setMaxReconnects(1)
                                .build())) {
            assertThat(reader.pollFailure())
                    .hasMessageContaining(
                            "The file '/no/such/file', which '${file:/no/such/file}'");
        }
    }

    @Test
    void closesWith1009WhenAMessageIsTooLargeAndReconnects() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(
                        source().setMaxMessageSize(MemorySize.parse("1 kb")).build())) {
            try (RawConnection feed = server.accept()) {
                feed.send(RawConnection.TEXT, new byte[1025]);
                assertThat(feed.readFrame(RawConnection.CLOSE).closeStatus()).isEqualTo(1009);
            }
            try (RawConnection feed = server.accept()) {
                feed.send(RawConnection.TEXT_BEGIN, new byte[1024]);
                feed.send(RawConnection.CONTINUATION_END, new byte[1]);
                assertThat(feed.readFrame(RawConnection.CLOSE).closeStatus()).isEqualTo(1009);
            }
            try (RawConnection feed = server.accept()) {
                feed.sendText("x".repeat(1024));
                assertThat(reader.poll(1)).containsExactly("x".repeat(1024));
            }
            assertThat(reader.metric("oversizedMessages")).isEqualTo(2);
        }
    }

    @Test
    void closesWith1007WhenATextIsNotUtf8() throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(source().build())) {
            try (RawConnection feed = server.accept()) {
                feed.send(RawConnection.TEXT, new byte[] {'a', (byte) 0xC3, (byte) 0x28});
                assertThat(feed.readFrame(RawConnection.CLOSE).closeStatus()).isEqualTo(1007);
            }
            try (RawConnection feed = server.accept()) {
                feed.sendText("valid: äöü");
                assertThat(reader.poll(1)).containsExactly("valid: äöü");
            }
        }
    }

    /** RFC 6455, section 7.1.1: it is the server that ends the TCP connection first. */
    @Test
    void leavesTheEndOfTheStreamToTheServerForAWhile() throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(source().build());
                RawConnection feed = server.accept()) {
            feed.send(RawConnection.TEXT, new byte[] {(byte) 0xC3, (byte) 0x28});
            assertThat(feed.readFrame(RawConnection.CLOSE).closeStatus()).isEqualTo(1007);
            feed.socket().setSoTimeout(200);
            assertThatThrownBy(feed::readFrame).isInstanceOf(SocketTimeoutException.class);
            // Not for ever.
            feed.socket().setSoTimeout(20_000);
            assertThatThrownBy(feed::readFrame).isInstanceOf(EOFException.class);
            await().until(() -> reader.metric("connections") == 0);
        }
    }

    @Test
    void stallsTheSenderWhileTheTaskDoesNotTakeMessagesAndLosesNone() throws Exception {
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setBufferCapacity(100)
                                        .setPingInterval(Duration.ofMillis(100))
                                        .setPingTimeout(Duration.ofMillis(100))
                                        .build());
                RawConnection feed = server.accept()) {
            int total = 10_000;
            AtomicLong sent = flood(feed, new byte[10_000], total);
            await().until(() -> reader.metric("pendingRecords") >= 100);
            awaitStall(sent);

            assertThat(sent.get()).as("messages sent until the sender stalled").isLessThan(total);
            // One socket read may bring a few more than the capacity.
            assertThat(reader.metric("pendingRecords")).isBetween(100L, 120L);
            // The peer can't be heard, so that its pongs aren't missed, though they are due.
            assertThat(reader.metric("reconnects")).isZero();

            assertThat(reader.poll(total)).hasSize(total);
        }
    }

    @Test
    void countsBytesAgainstTheBufferToo() throws Exception {
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setMaxMessageSize(MemorySize.parse("1 mb")).build());
                RawConnection feed = server.accept()) {
            flood(feed, new byte[500_000], 100);
            await().until(() -> reader.metric("pendingRecords") >= 2);
            await().during(Duration.ofMillis(500))
                    .until(() -> reader.metric("pendingRecords") <= 4);
            assertThat(reader.poll(100)).hasSize(100);
        }
    }

    /** Sends from a thread of its own. Returns how many were sent so far. */
    private static AtomicLong flood(RawConnection feed, byte[] message, int total) {
        AtomicLong sent = new AtomicLong();
        Thread sender =
                new Thread(
                        () -> {
                            try {
                                for (int i = 0; i < total; i++) {
                                    feed.send(RawConnection.BINARY, message);
                                    sent.incrementAndGet();
                                }
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        "flood");
        sender.setDaemon(true);
        sender.start();
        return sent;
    }

    private static void awaitStall(AtomicLong sent) {
        AtomicLong before = new AtomicLong(-1);
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> before.getAndSet(sent.get()) == sent.get());
    }

    @Test
    void failsOnWhatCantBeDecodedWithPositionAndPrintableInput() throws Exception {
        WebSocketSource<Integer> numbers =
                WebSocketSource.<Integer>builder()
                        .setUrl(server.url())
                        .setDeserializer(new NumberSchema())
                        .setRecordLayout(RecordLayout.LINES)
                        .build();
        try (ReaderHarness<Integer> reader = ReaderHarness.reading(numbers);
                RawConnection feed = server.accept()) {
            feed.sendText("1");
            feed.sendText("2\nseven\u0007\n3");
            assertThat(reader.poll(2)).containsExactly(1, 2);
            assertThat(reader.pollFailure())
                    .hasMessage(
                            "Can't decode record 2 of message 2 from '%s': For input string:"
                                    + " \"seven\\u0007\". The input: 'seven\\u0007'. Mend the"
                                    + " sender, or change the table's columns or 'format';"
                                    + " 'on_error' = 'skip' leaves such records out.",
                            server.url());
            assertThat(reader.metric("numRecordsInErrors")).isEqualTo(1);
        }
    }

    @Test
    void leavesOutWhatCantBeDecodedIfAskedTo() throws Exception {
        WebSocketSource<Integer> numbers =
                WebSocketSource.<Integer>builder()
                        .setUrl(server.url())
                        .setDeserializer(new NumberSchema())
                        .setRecordLayout(RecordLayout.LINES)
                        .setErrorPolicy(ErrorPolicy.SKIP)
                        .build();
        try (ReaderHarness<Integer> reader = ReaderHarness.reading(numbers);
                RawConnection feed = server.accept()) {
            feed.sendText("one");
            feed.sendText("2\nthree\nfour\n5");
            assertThat(reader.poll(2)).containsExactly(2, 5);
            assertThat(reader.metric("numRecordsInErrors")).isEqualTo(3);
            assertThat(reader.metric("numRecordsIn")).isEqualTo(2);
        }
    }

    @Test
    void saysGoodbyeAndEndsItsThreadWhenClosed() throws Exception {
        ReaderHarness<String> reader = ReaderHarness.reading(source().build());
        try (RawConnection feed = server.accept()) {
            feed.sendText("x");
            assertThat(reader.poll(1)).hasSize(1);
            reader.close();
            reader.close();
            assertThat(feed.readFrame(RawConnection.CLOSE).closeStatus()).isEqualTo(1001);
            await().until(() -> networkThreads() == 0);
        }
    }

    @Test
    void turnsIdleWithoutASplitAndReadsOnceItGetsOne() throws Exception {
        try (ReaderHarness<String> reader = new ReaderHarness<>(source().build())) {
            assertThat(reader.step()).isEqualTo(InputStatus.NOTHING_AVAILABLE);
            assertThat(reader.isMarkedIdle()).isFalse();
            var waiting = reader.reader().isAvailable();
            reader.reader().notifyNoMoreSplits();
            assertThat(waiting).isDone();
            assertThat(reader.step()).isEqualTo(InputStatus.NOTHING_AVAILABLE);
            assertThat(reader.isMarkedIdle()).isTrue();
            assertThat(reader.reader().isAvailable()).isNotDone();
            assertThat(reader.reader().snapshotState(1)).isEmpty();

            // After a failover of another subtask's region.
            reader.reader().addSplits(List.of(new WebSocketSplit(server.url())));
            try (RawConnection feed = server.accept()) {
                feed.sendText("late");
                assertThat(reader.poll(1)).containsExactly("late");
            }
        }
    }

    private static long networkThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("websocket-source-"))
                .count();
    }
}
