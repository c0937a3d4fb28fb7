// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.sink.SlowClientPolicy;
import io.laminar.flink.websocket.testing.JdkClient;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sink's writer with clients that read slowly, or not at all. */
@Timeout(60)
class WebSocketSlowClientsITCase {

    @Test
    void dropsForAClientThatDoesNotReadTellsItAndSparesTheOthers() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(
                                sink().setClientBuffer(MemorySize.parse("16 kb")).build());
                JdkClient slow = JdkClient.connectWithoutReading(writer.port());
                JdkClient fast = JdkClient.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 2);
            List<String> sent = writeUntil(writer, fast, "droppedMessages", 100);
            writer.flush();
            long dropped = writer.metric("droppedMessages");

            slow.startReading();
            int received = sent.size() - (int) dropped;
            assertThat(slow.next(received)).isEqualTo(sent.subList(0, received));
            assertThat(slow.next())
                    .isEqualTo("{\"type\":\"backpressure\",\"dropped\":" + dropped + "}");
            writer.write("again");
            assertThat(slow.next()).isEqualTo("again");
            assertThat(fast.next()).isEqualTo("again");
        }
    }

    @Test
    void dropsTheOldestForAClientThatDoesNotReadAndTellsItWhereTheyAreMissing() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(
                                sink().setSlowClientPolicy(SlowClientPolicy.DROP_OLDEST)
                                        .setClientBuffer(MemorySize.parse("16 kb"))
                                        .build());
                JdkClient slow = JdkClient.connectWithoutReading(writer.port());
                JdkClient fast = JdkClient.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 2);
            List<String> sent = writeUntil(writer, fast, "droppedMessages", 100);
            writer.flush();

            slow.startReading();
            List<String> received = new ArrayList<>();
            List<String> afterTheGap = new ArrayList<>();
            long told = 0;
            String message;
            do {
                message = slow.next();
                if (message.startsWith("{")) {
                    told += Long.parseLong(message.replaceAll("\\D", ""));
                    afterTheGap.clear();
                } else {
                    received.add(message);
                    afterTheGap.add(message);
                }
            } while (!message.equals(sent.get(sent.size() - 1)));
            assertThat(sent).containsSubsequence(received);
            assertThat(told)
                    .isEqualTo(sent.size() - received.size())
                    .isEqualTo(writer.metric("droppedMessages"));
            // The newest are kept, within three quarters of the buffer.
            assertThat(afterTheGap)
                    .hasSizeBetween(1, 12)
                    .isEqualTo(sent.subList(sent.size() - afterTheGap.size(), sent.size()));
        }
    }

    @Test
    void disconnectsAClientThatDoesNotReadAndSaysSoBehindWhatItMissed() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(
                                sink().setSlowClientPolicy(SlowClientPolicy.DISCONNECT)
                                        .setClientBuffer(MemorySize.parse("16 kb"))
                                        .build());
                JdkClient slow = JdkClient.connectWithoutReading(writer.port());
                JdkClient fast = JdkClient.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 2);
            List<String> sent = writeUntil(writer, fast, "slowDisconnects", 1);
            writer.write("after");
            assertThat(fast.next()).isEqualTo("after");
            assertThat(writer.metric("slowDisconnects")).isEqualTo(1);

            slow.startReading();
            assertThat(slow.closeStatus().get(10, TimeUnit.SECONDS)).isEqualTo(1013);
            int received = 0;
            while (slow.hasMessages()) {
                assertThat(slow.next()).isEqualTo(sent.get(received++));
            }
            assertThat(received).isBetween(1, sent.size() - 1);
            await().until(() -> writer.metric("clients") == 1);
        }
    }

    @Test
    void forgetsADisconnectedClientThatNeverReads() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(
                                sink().setSlowClientPolicy(SlowClientPolicy.DISCONNECT)
                                        .setClientBuffer(MemorySize.parse("16 kb"))
                                        .setPingInterval(Duration.ZERO)
                                        .setPingTimeout(Duration.ofMillis(200))
                                        .build());
                JdkClient slow = JdkClient.connectWithoutReading(writer.port());
                JdkClient fast = JdkClient.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 2);
            writeUntil(writer, fast, "slowDisconnects", 1);
            await().until(() -> writer.metric("clients") == 1);
            assertThat(slow.hasMessages()).isFalse();
        }
    }

    @Test
    void forgetsAClientThatSaysGoodbyeWithoutReadingWhatWaitsForIt() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(
                                sink().setClientBuffer(MemorySize.parse("16 kb")).build());
                RawConnection stuck = RawConnection.connect(writer.port());
                JdkClient fast = JdkClient.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 2);
            writeUntil(writer, fast, "droppedMessages", 1);
            stuck.send(RawConnection.CLOSE, new byte[] {0x03, (byte) 0xE9});
            await().until(() -> writer.metric("clients") == 1);
        }
    }

    @Test
    void disconnectsAClientThatFallsBehindTheReplayBuffer() throws Exception {
        try (WriterHarness<String> writer =
                WriterHarness.open(
                        sink().setSlowClientPolicy(SlowClientPolicy.DISCONNECT)
                                .setReplayBufferSize(10)
                                .setClientBuffer(MemorySize.parse("16 kb"))
                                .build())) {
            // Far more than the sockets hold.
            for (int i = 0; i < 10; i++) {
                writer.write("x".repeat(4 << 20));
            }
            writer.flush();
            try (JdkClient slow = JdkClient.connectWithoutReading(writer.port())) {
                await().until(() -> writer.metric("clients") == 1);
                while (writer.metric("slowDisconnects") == 0) {
                    writer.write("more");
                    writer.flush();
                }
                slow.startReading();
                assertThat(slow.closeStatus().get(10, TimeUnit.SECONDS)).isEqualTo(1013);
            }
        }
    }

    @Test
    void closesAClientThatAnswersNoPingsAndKeepsTheOthers() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(
                                sink().setPingInterval(Duration.ofMillis(500))
                                        .setPingTimeout(Duration.ofSeconds(3))
                                        .build());
                RawConnection answering = RawConnection.connect(writer.port());
                RawConnection silent = RawConnection.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 2);
            assertThat(silent.readFrame().firstByte()).isEqualTo(RawConnection.PING);
            while (writer.metric("clients") == 2) {
                RawConnection.Frame ping = answering.readFrame(RawConnection.PING);
                answering.send(RawConnection.PONG, ping.payload());
            }
            assertThat(writer.metric("clients")).isEqualTo(1);
            writer.write("x");
            assertThat(answering.readFrame(RawConnection.TEXT).text()).isEqualTo("x");
        }
    }

    @Test
    void keepsASlowClientWhilePingsWaitBehindItsDataAndClosesItOnceItTakesNothing()
            throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(
                                sink().setPingInterval(Duration.ofMillis(500))
                                        .setPingTimeout(Duration.ofSeconds(3))
                                        .build());
                RawConnection slow = RawConnection.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 1);
            String message = "x".repeat(50_000);
            while (writer.metric("droppedMessages") == 0) {
                writer.write(message);
            }
            // It answers no ping, but takes what it is sent, always with more waiting for it.
            long end = System.nanoTime() + Duration.ofSeconds(7).toNanos();
            while (System.nanoTime() < end) {
                slow.readFrame();
                writer.write(message);
                writer.write(message);
                writer.flush();
                assertThat(writer.metric("clients")).isEqualTo(1);
            }
            await().until(() -> writer.metric("clients") == 0);
        }
    }

    /** The fast client is never behind for long, so that the policy does not concern it. */
    private static List<String> writeUntil(
            WriterHarness<String> writer, JdkClient fast, String metric, long value)
            throws Exception {
        List<String> sent = new ArrayList<>();
        while (writer.metric(metric) < value) {
            String message = sent.size() + "-" + "x".repeat(1_000);
            sent.add(message);
            writer.write(message);
            assertThat(fast.next()).isEqualTo(message);
        }
        return sent;
    }

    private static WebSocketSinkBuilder<String> sink() {
        return WebSocketSink.<String>builder()
                .setBindAddress("127.0.0.1:0")
                .setSerializer(new SimpleStringSchema());
    }
}
