// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.testing.CapturedLog;
import io.laminar.flink.websocket.testing.CollectingServer;
import io.laminar.flink.websocket.testing.PeerCompression;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.junit.jupiter.api.Test;

/** The sink's client mode, but for acknowledgements. */
class WebSocketClientSinkITCase extends WebSocketClientSinkTestBase {

    @Test
    void sendsEachMessageInOrderAndWaitsAtTheEndUntilTheServerHasAll() throws Exception {
        List<String> messages = numbered(10_000);
        try (CollectingServer server = CollectingServer.start()) {
            try (WriterHarness<String> writer = WriterHarness.open(sink(server).build())) {
                for (String message : messages) {
                    writer.write(message);
                }
                writer.finish();
                assertThat(writer.metric("numRecordsSend")).isEqualTo(10_000);
                assertThat(writer.metric("numBytesSend"))
                        .isEqualTo(messages.stream().mapToLong(String::length).sum());
                assertThat(writer.metric("bufferedRows")).isZero();
            }
            // Without waiting: the writer has closed after the server's close frame.
            assertThat(server.messages()).isEqualTo(messages);
            assertThat(server.closeStatus()).isEqualTo(1000);
        }
    }

    @Test
    void sendsBinaryMessages() throws Exception {
        try (RawServer server = RawServer.start();
                WriterHarness<String> writer =
                        WriterHarness.open(
                                sink(server.url()).setFrameType(FrameType.BINARY).build());
                RawConnection connection = server.accept()) {
            writer.write("hi");
            RawConnection.Frame frame = connection.readFrame();
            assertThat(frame.firstByte()).isEqualTo(RawConnection.BINARY);
            assertThat(frame.text()).isEqualTo("hi");
        }
    }

    @Test
    void compressesLongMessagesAndReadsCompressedAnswers() throws Exception {
        String message = "x".repeat(1_000);
        try (PeerCompression compression = new PeerCompression();
                RawServer server = RawServer.start();
                WriterHarness<String> writer =
                        WriterHarness.open(acknowledged(server.url()).build());
                RawConnection connection =
                        server.accept(
                                "Sec-WebSocket-Extensions: permessage-deflate;"
                                        + " server_no_context_takeover")) {
            assertThat(connection.requestHead())
                    .contains(
                            "sec-websocket-extensions: permessage-deflate;"
                                    + " client_no_context_takeover; client_max_window_bits;"
                                    + " server_no_context_takeover");
            writer.write("short");
            writer.write(message);
            assertThat(connection.readFrame(RawConnection.TEXT).text()).isEqualTo("short");
            RawConnection.Frame compressed = connection.readFrame();
            assertThat(compressed.firstByte())
                    .isEqualTo(RawConnection.TEXT | PeerCompression.COMPRESSED);
            assertThat(compressed.payload()).hasSizeLessThan(100);
            assertThat(compression.inflate(compressed.payload())).isEqualTo(message);

            connection.sendText("short");
            connection.send(
                    RawConnection.TEXT | PeerCompression.COMPRESSED, compression.deflate(message));
            await().until(() -> writer.metric("bufferedRows") == 0);
        }
    }

    @Test
    void offersNoCompressionIfThatIsOff() throws Exception {
        try (RawServer server = RawServer.start();
                WriterHarness<String> writer =
                        WriterHarness.open(sink(server.url()).disableCompression().build());
                RawConnection connection = server.accept()) {
            assertThat(connection.requestHead())
                    .noneMatch(header -> header.startsWith("sec-websocket-extensions"));
            writer.write("x".repeat(1_000));
            assertThat(connection.readFrame().firstByte()).isEqualTo(RawConnection.TEXT);
        }
    }

    @Test
    void keepsRowsWhileTheServerIsAwayAndSendsThemOnceItIsThere() throws Exception {
        try (CollectingServer server = CollectingServer.start()) {
            server.kill();
            try (WriterHarness<String> writer = WriterHarness.open(sink(server).build())) {
                for (String message : numbered(100)) {
                    writer.write(message);
                }
                // A checkpoint does not wait for the server.
                writer.flush();
                assertThat(writer.metric("bufferedRows")).isEqualTo(100);
                await().until(() -> writer.metric("reconnects") >= 2);

                server.restart();
                await().until(() -> server.messages().size() == 100);
                assertThat(server.messages()).isEqualTo(numbered(100));
            }
        }
    }

    @Test
    void waitsWhenTheBufferIsFullAndDropsNothing() throws Exception {
        try (CollectingServer server = CollectingServer.start()) {
            server.kill();
            try (WriterHarness<String> writer =
                    WriterHarness.open(sink(server).setBufferOnDisconnect(3).build())) {
                CompletableFuture<Void> writing =
                        CompletableFuture.runAsync(() -> writeAll(writer, numbered(10)));
                await().until(() -> writer.metric("bufferedRows") == 3);
                await().during(Duration.ofMillis(200)).until(() -> !writing.isDone());
                assertThat(writer.metric("bufferedRows")).isEqualTo(3);

                server.restart();
                writing.get(10, TimeUnit.SECONDS);
                await().until(() -> server.messages().size() == 10);
                assertThat(server.messages()).isEqualTo(numbered(10));
            }
        }
    }

    @Test
    void keepsWhatWaitsInItsStateAndSendsThatFirst() throws Exception {
        try (CollectingServer server = CollectingServer.start()) {
            server.kill();
            List<byte[]> snapshot;
            try (WriterHarness<String> writer = WriterHarness.open(sink(server).build())) {
                writer.write("1");
                writer.write("2");
                writer.flush();
                snapshot = writer.snapshot();
            }
            server.restart();
            try (WriterHarness<String> writer =
                    WriterHarness.restore(sink(server).build(), snapshot)) {
                writer.write("3");
                await().until(() -> server.messages().size() == 3);
                assertThat(server.messages()).containsExactly("1", "2", "3");
                writer.finish();
                assertThat(writer.snapshot()).isEmpty();
            }
        }
    }

    @Test
    void startsAnewAfterAChangeOfItsMode() throws Exception {
        WebSocketSink<String> server =
                WebSocketSink.<String>builder()
                        .setBindAddress("127.0.0.1:0")
                        .setReplayBufferSize(10)
                        .setSerializer(new SimpleStringSchema())
                        .build();
        List<byte[]> ofServer;
        try (WriterHarness<String> writer = WriterHarness.open(server)) {
            writer.write("old");
            ofServer = writer.snapshot();
        }
        List<byte[]> ofClient;
        try (CollectingServer peer = CollectingServer.start();
                CapturedLog log = CapturedLog.of(WebSocketSink.class);
                WriterHarness<String> writer =
                        WriterHarness.restore(sink(peer).build(), ofServer)) {
            writer.write("new");
            await().until(() -> peer.messages().equals(List.of("new")));
            assertThat(log.texts())
                    .containsExactly(
                            "The state holds 1 messages that the sink kept in the other 'mode':"
                                    + " they are not sent.");
            peer.kill();
            writer.write("waits");
            ofClient = writer.snapshot();
        }
        try (WriterHarness<String> writer = WriterHarness.restore(server, ofClient)) {
            byte[] state = writer.snapshot().get(0);
            assertThat(server.getWriterStateSerializer().deserialize(2, state).messages())
                    .isEmpty();
        }
    }

    @Test
    void pushesBackWhenTheServerReadsNothing() throws Exception {
        List<String> messages = Collections.nCopies(1_000, "x".repeat(100_000));
        try (RawServer server = RawServer.start();
                WriterHarness<String> writer =
                        WriterHarness.open(sink(server.url()).setBufferOnDisconnect(10).build());
                RawConnection connection = server.accept()) {
            await().until(() -> writer.metric("connections") == 1);
            CompletableFuture<Void> writing =
                    CompletableFuture.runAsync(() -> writeAll(writer, messages));
            await().until(() -> writer.metric("bufferedRows") == 10);
            await().during(Duration.ofMillis(300)).until(() -> !writing.isDone());
            // The rest, some megabytes, is in the kernel's buffers.
            assertThat(writer.metric("numRecordsSend")).isLessThan(500);
            for (int i = 0; i < 1_000; i++) {
                assertThat(connection.readFrame(RawConnection.TEXT).payload()).hasSize(100_000);
            }
            writing.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void leavesAServerThatSaysGoodbyeButReadsNothing() throws Exception {
        List<String> messages = Collections.nCopies(1_000, "x".repeat(100_000));
        try (RawServer server = RawServer.start();
                WriterHarness<String> writer =
                        WriterHarness.open(sink(server.url()).setBufferOnDisconnect(10).build());
                RawConnection stuck = server.accept()) {
            await().until(() -> writer.metric("connections") == 1);
            CompletableFuture<Void> writing =
                    CompletableFuture.runAsync(() -> writeAll(writer, messages));
            await().until(() -> writer.metric("bufferedRows") == 10);
            stuck.send(RawConnection.CLOSE, new byte[] {0x03, (byte) 0xE9});
            try (RawConnection next = server.accept()) {
                while (!writing.isDone()) {
                    assertThat(next.readFrame(RawConnection.TEXT).payload()).hasSize(100_000);
                }
            }
            writing.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void failsWhenItsReconnectsAreUsedUp() throws Exception {
        try (CollectingServer server = CollectingServer.start()) {
            server.kill();
            try (WriterHarness<String> writer =
                    WriterHarness.open(
                            sink(server).setMaxReconnects(2).setBufferOnDisconnect(2).build())) {
                assertThatThrownBy(
                                () -> {
                                    for (String message : numbered(3)) {
                                        writer.write(message);
                                    }
                                })
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith(
                                "The connection to '"
                                        + server.url()
                                        + "' failed, and 2 reconnects in a row gave no connection"
                                        + " that lasted 100 ms ('reconnect.max_retries' = '2'). The"
                                        + " last error: ");
                assertThat(writer.metric("numRecordsSendErrors")).isEqualTo(1);
            }
        }
    }

    @Test
    void countsAConnectionThatDoesNotLastAsFailed() throws Exception {
        try (CollectingServer server = CollectingServer.start().closingAtOnce();
                WriterHarness<String> writer =
                        WriterHarness.open(sink(server).setMaxReconnects(2).build())) {
            await().until(() -> server.connections() == 3);
            await().untilAsserted(
                            () ->
                                    assertThatThrownBy(() -> writer.write("x"))
                                            .hasMessageContaining("2 reconnects in a row"));
        }
    }

    @Test
    void failsAtOnceWhenTheServerRefusesTheCredentials() throws Exception {
        try (RawServer server = RawServer.start();
                WriterHarness<String> writer = WriterHarness.open(sink(server.url()).build())) {
            try (Socket socket = server.acceptSocket()) {
                socket.getOutputStream()
                        .write(
                                "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                assertThatThrownBy(
                                () -> {
                                    writer.write("x");
                                    writer.finish();
                                })
                        .hasMessageContaining("'401 Unauthorized'");
            }
        }
    }

    @Test
    void failsAtTheNextCheckpointIfNoRowComesAfterTheFailure() throws Exception {
        try (RawServer server = RawServer.start();
                WriterHarness<String> writer = WriterHarness.open(sink(server.url()).build())) {
            writer.write("x");
            try (Socket socket = server.acceptSocket()) {
                socket.getOutputStream()
                        .write(
                                "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                await().untilAsserted(
                                () ->
                                        assertThatThrownBy(writer::flush)
                                                .isInstanceOf(IOException.class)
                                                .hasMessageContaining("'401 Unauthorized'"));
            }
        }
    }

    @Test
    void losesWithoutAcknowledgementsOnlyWhatASocketHeld() throws Exception {
        try (CollectingServer server = CollectingServer.start();
                WriterHarness<String> writer = WriterHarness.open(sink(server).build())) {
            int sent = 0;
            for (int round = 0; round < 10; round++) {
                int wanted = server.messages().size() + 100;
                while (server.messages().size() < wanted) {
                    writer.write(String.valueOf(sent++));
                }
                server.kill();
                server.restart();
            }
            String last = String.valueOf(sent);
            writer.write(last);
            writer.finish();
            await().until(() -> server.messages().contains(last));
            // None twice, none out of order; gaps at the breaks only.
            assertThat(numbered(sent + 1)).containsSubsequence(server.messages());
            List<Integer> numbers = server.messages().stream().map(Integer::valueOf).toList();
            long gaps =
                    IntStream.range(1, numbers.size())
                            .filter(i -> numbers.get(i) != numbers.get(i - 1) + 1)
                            .count();
            assertThat(gaps).isLessThanOrEqualTo(10);
        }
    }

    @Test
    void putsRowsIntoOneMessageUntilItIsFullOrACheckpointComes() throws Exception {
        try (CollectingServer server = CollectingServer.start();
                WriterHarness<String> writer =
                        WriterHarness.open(sink(server).setBatch(3, Duration.ZERO).build())) {
            writeAll(writer, numbered(7));
            await().until(() -> server.messages().size() == 2);
            assertThat(server.messages()).containsExactly("0\n1\n2", "3\n4\n5");
            assertThat(writer.metric("numRecordsSend")).isEqualTo(6);
            writer.flush();
            await().until(() -> server.messages().size() == 3);
            assertThat(server.messages()).endsWith("6");
        }
    }

    @Test
    void sendsAMessageThatIsNotFullAfterTheInterval() throws Exception {
        try (CollectingServer server = CollectingServer.start();
                WriterHarness<String> writer =
                        WriterHarness.open(
                                sink(server).setBatch(3, Duration.ofSeconds(10)).build())) {
            writeAll(writer, List.of("0", "1", "2"));
            writer.advance(Duration.ofSeconds(9));
            writeAll(writer, List.of("3", "4"));
            // The first batch's timer, which this batch is too young for.
            writer.advance(Duration.ofSeconds(9));
            assertThat(writer.metric("numRecordsSend")).isEqualTo(3);
            writer.advance(Duration.ofSeconds(1));
            await().until(() -> server.messages().size() == 2);
            assertThat(server.messages()).containsExactly("0\n1\n2", "3\n4");
        }
    }

    @Test
    void isConnectedOnceASubtask() throws Exception {
        try (CollectingServer server = CollectingServer.start();
                WriterHarness<String> first = WriterHarness.open(sink(server).build(), 2, 0);
                WriterHarness<String> second = WriterHarness.open(sink(server).build(), 2, 1)) {
            first.write("a");
            second.write("b");
            await().until(() -> server.messages().size() == 2);
            assertThat(server.connections()).isEqualTo(2);
        }
    }
}
