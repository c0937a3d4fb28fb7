// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.testing.JdkClient;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sink's writer with real clients. */
@Timeout(60)
class WebSocketSinkITCase {

    @Test
    void sendsEachMessageToEveryClientInOrder() throws Exception {
        try (WriterHarness<String> writer = WriterHarness.open(sink().build());
                JdkClient first = JdkClient.connect(writer.port());
                JdkClient second = JdkClient.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 2);
            List<String> messages = numbered(5_000);
            for (String message : messages) {
                writer.write(message);
            }
            assertThat(first.next(5_000)).isEqualTo(messages);
            assertThat(second.next(5_000)).isEqualTo(messages);
            assertThat(writer.metric("numRecordsSend")).isEqualTo(5_000);
            assertThat(writer.metric("numBytesSend"))
                    .isEqualTo(messages.stream().mapToLong(String::length).sum());
            assertThat(writer.metric("droppedMessages")).isZero();
        }
    }

    @Test
    void framesShortMiddleAndLongMessages() throws Exception {
        try (WriterHarness<String> writer = WriterHarness.open(sink().build());
                JdkClient client = JdkClient.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 1);
            for (int length : new int[] {0, 125, 126, 65_535, 65_536, 200_000}) {
                writer.write("x".repeat(length));
                assertThat(client.next()).hasSize(length);
            }
        }
    }

    @Test
    void sendsTextOrBinaryFramesUnmasked() throws Exception {
        for (FrameType type : FrameType.values()) {
            try (WriterHarness<String> writer =
                            WriterHarness.open(sink().setFrameType(type).build());
                    RawConnection client = RawConnection.connect(writer.port())) {
                await().until(() -> writer.metric("clients") == 1);
                writer.write("hi");
                RawConnection.Frame frame = client.readFrame();
                assertThat(frame.firstByte())
                        .isEqualTo(
                                type == FrameType.TEXT ? RawConnection.TEXT : RawConnection.BINARY);
                assertThat(frame.text()).isEqualTo("hi");
            }
        }
    }

    @Test
    void replaysTheMostRecentMessagesToANewClientAndGoesOnWithoutGapOrDuplicate() throws Exception {
        try (WriterHarness<String> writer =
                WriterHarness.open(sink().setReplayBufferSize(100).build())) {
            List<String> messages = numbered(1_000);
            for (String message : messages.subList(0, 500)) {
                writer.write(message);
            }
            writer.flush();
            try (JdkClient late = JdkClient.connect(writer.port())) {
                for (String message : messages.subList(500, 1_000)) {
                    writer.write(message);
                }
                String first = late.next();
                int start = messages.indexOf(first);
                // It joined somewhere between the two halves.
                assertThat(start).isGreaterThanOrEqualTo(400);
                assertThat(late.next(1_000 - start - 1))
                        .isEqualTo(messages.subList(start + 1, 1_000));
                assertThat(late.hasMessages()).isFalse();
            }
        }
    }

    @Test
    void replaysMoreThanAClientsBufferHolds() throws Exception {
        try (WriterHarness<String> writer =
                WriterHarness.open(
                        sink().setReplayBufferSize(1_000)
                                .setClientBuffer(MemorySize.parse("4 kb"))
                                .build())) {
            List<String> messages =
                    IntStream.range(0, 1_000).mapToObj(i -> i + "x".repeat(500)).toList();
            for (String message : messages) {
                writer.write(message);
            }
            writer.flush();
            try (JdkClient late = JdkClient.connect(writer.port())) {
                assertThat(late.next(1_000)).isEqualTo(messages);
                assertThat(writer.metric("droppedMessages")).isZero();
            }
        }
    }

    @Test
    void keepsTheReplayBufferInItsState() throws Exception {
        List<byte[]> snapshot;
        try (WriterHarness<String> writer =
                WriterHarness.open(sink().setReplayBufferSize(3).build())) {
            for (String message : List.of("a", "b", "c", "d")) {
                writer.write(message);
            }
            snapshot = writer.snapshot();
        }
        try (WriterHarness<String> writer =
                        WriterHarness.restore(sink().setReplayBufferSize(3).build(), snapshot);
                JdkClient client = JdkClient.connect(writer.port())) {
            assertThat(client.next(3)).containsExactly("b", "c", "d");
            writer.write("e");
            assertThat(client.next()).isEqualTo("e");
        }
        try (WriterHarness<String> smaller =
                        WriterHarness.restore(sink().setReplayBufferSize(1).build(), snapshot);
                JdkClient client = JdkClient.connect(smaller.port())) {
            assertThat(client.next()).isEqualTo("d");
        }
    }

    @Test
    void answers503PastTheConnectionsAllowed() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(sink().setMaxConnections(1).build());
                JdkClient only = JdkClient.connect(writer.port());
                RawConnection refused = RawConnection.open(writer.port())) {
            assertThat(refused.requestUpgrade()).contains("503 Service Unavailable");
            await().until(() -> writer.metric("clients") == 1);
            writer.write("x");
            assertThat(only.next()).isEqualTo("x");
        }
    }

    @Test
    void closesAClientThatDoesNotFinishItsHandshakeInTime() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(
                                sink().setHandshakeTimeout(Duration.ofMillis(200)).build());
                RawConnection client = RawConnection.open(writer.port())) {
            // Sooner than the default would.
            client.socket().setSoTimeout(8_000);
            assertThat(client.socket().getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void ignoresWhatClientsSayWithoutSubscriptions() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(sink().disableSubscriptions().build());
                JdkClient client = JdkClient.connect(writer.port())) {
            client.send("hello?");
            await().until(() -> writer.metric("clients") == 1);
            writer.write("x");
            assertThat(client.next()).isEqualTo("x");
        }
    }

    @Test
    void sendsWhatIsLeftAndSaysGoodbyeWhenClosed() throws Exception {
        WriterHarness<String> writer = WriterHarness.open(sink().build());
        try (JdkClient client = JdkClient.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 1);
            List<String> messages = numbered(1_000);
            for (String message : messages) {
                writer.write(message);
            }
            writer.close();
            writer.close();
            assertThat(client.next(1_000)).isEqualTo(messages);
            assertThat(client.closeStatus().get(10, TimeUnit.SECONDS)).isEqualTo(1001);
        }
    }

    /** RFC 6455, section 5.5.1: the answer to a close frame is not answered. */
    @Test
    void sendsOneCloseFrameOnlyThoughThePeerAnswersIt() throws Exception {
        WriterHarness<String> writer = WriterHarness.open(sink().build());
        try (RawConnection client = RawConnection.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 1);
            CompletableFuture<Void> closing =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    writer.close();
                                } catch (Exception e) {
                                    throw new CompletionException(e);
                                }
                            });
            RawConnection.Frame close = client.readFrame(RawConnection.CLOSE);
            client.send(RawConnection.CLOSE, close.payload());
            assertThatThrownBy(client::readFrame).isInstanceOf(IOException.class);
            closing.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void saysThatThePortIsInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            WebSocketSink<String> sink = sink().setBindAddress("127.0.0.1:" + port).build();
            assertThatThrownBy(() -> WriterHarness.open(sink))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "Port %d on '127.0.0.1' is in use by another process or job (tried for"
                                    + " 5 s). Stop that one, or change 'bind_address'; port 0 takes"
                                    + " any free port.",
                            port);
        }
    }

    @Test
    void refusesToRunSeveralServersOnOnePort() {
        assertThatThrownBy(() -> WriterHarness.open(sink().build(), 2, 0))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "The WebSocket sink has a parallelism of 2, but 'bind_address' is"
                                + " '127.0.0.1:0', which is one port. Set the sink's parallelism to"
                                + " 1, or write a range with a port for each subtask, such as"
                                + " '0.0.0.0:8080-8087'.");
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "message " + i).toList();
    }

    private static WebSocketSinkBuilder<String> sink() {
        return WebSocketSink.<String>builder()
                .setBindAddress("127.0.0.1:0")
                .setSerializer(new SimpleStringSchema());
    }
}
