// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.testing.FreePorts;
import io.laminar.flink.testing.TcpProxy;
import io.laminar.flink.websocket.testing.Footprint;
import io.laminar.flink.websocket.testing.LeakDetection;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import io.laminar.flink.websocket.testing.ReaderHarness;
import io.laminar.flink.websocket.testing.ReaderProcess;
import io.laminar.flink.websocket.testing.TestCertificate;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Client mode while its server dies, the network fails, a certificate expires, a name is gone: it
 * comes back each time, counts right, and in the end holds no thread, socket or buffer.
 */
@Timeout(120)
@ExtendWith(LeakDetection.class)
class WebSocketFaultITCase {

    private static final int RESTARTS = 50;

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    @TempDir Path folder;

    private Footprint before;

    @BeforeEach
    void lookAtTheStart() throws Exception {
        before = Footprint.now();
    }

    @AfterEach
    void holdsNothingInTheEnd() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            Footprint after = Footprint.now();
                            assertThat(after.threads()).isLessThanOrEqualTo(before.threads());
                            assertThat(after.sockets()).isLessThanOrEqualTo(before.sockets());
                            assertThat(after.buffers()).isLessThanOrEqualTo(before.buffers());
                        });
    }

    @Test
    void aReaderOutlivesFiftyRestartsOfItsServer() throws Exception {
        int port = FreePorts.first(1);
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(source("ws://127.0.0.1:" + port).build())) {
            for (int restart = 0; restart < RESTARTS; restart++) {
                serveOnce(port, restart);
                assertThat(reader.poll(1)).containsExactly("message " + restart);
            }
            await().until(() -> reader.metric("connections") == 0);
            assertThat(reader.metric("numRecordsIn")).isEqualTo(RESTARTS);
            // One after each break; more, where the port was not there yet.
            assertThat(reader.metric("reconnects")).isGreaterThanOrEqualTo(RESTARTS - 1);
        }
    }

    @Test
    void aJobOutlivesFiftyRestartsOfItsServer() throws Exception {
        int port = FreePorts.first(1);
        Configuration noRestart = new Configuration();
        noRestart.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment flink =
                StreamExecutionEnvironment.getExecutionEnvironment(noRestart);
        flink.setParallelism(1);
        try (CloseableIterator<String> results =
                flink.fromSource(
                                source("ws://127.0.0.1:" + port).build(),
                                WatermarkStrategy.noWatermarks(),
                                "feed")
                        .executeAndCollect()) {
            for (int restart = 0; restart < RESTARTS; restart++) {
                serveOnce(port, restart);
            }
            for (int restart = 0; restart < RESTARTS; restart++) {
                assertThat(results.next()).isEqualTo("message " + restart);
            }
        }
    }

    /** Sends one message, then is killed: by turns with an end of the stream and with a reset. */
    private static void serveOnce(int port, int number) throws IOException {
        try (RawServer server = RawServer.start(port);
                RawConnection feed = server.accept()) {
            feed.sendText("message " + number);
            if (number % 2 == 0) {
                feed.socket().shutdownOutput();
                feed.socket().getInputStream().readAllBytes();
            } else {
                // Until the message is there: a reset would overtake it.
                feed.send(RawConnection.PING, new byte[0]);
                feed.readFrame(RawConnection.PONG);
                feed.socket().setSoLinger(true, 0);
            }
        }
    }

    @Test
    void outlivesANetworkThatIsCutAndOneThatSwallowsEverything() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(
                                WebSocketSink.<String>builder()
                                        .setBindAddress("127.0.0.1:0")
                                        .setReplayBufferSize(1)
                                        .setPingInterval(Duration.ofMillis(200))
                                        .setPingTimeout(Duration.ofMillis(500))
                                        .setSerializer(new SimpleStringSchema())
                                        .build());
                TcpProxy network = new TcpProxy("127.0.0.1", writer.port());
                ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source("ws://127.0.0.1:" + network.port())
                                        .setPingInterval(Duration.ofMillis(200))
                                        .setPingTimeout(Duration.ofMillis(500))
                                        .setHandshakeTimeout(Duration.ofMillis(500))
                                        .build())) {
            for (int cut = 0; cut < 10; cut++) {
                passes("before cut " + cut, writer, reader);
                network.cutAll();
            }
            passes("after the cuts", writer, reader);

            network.refuse();
            network.cutAll();
            long refused = reader.metric("reconnects");
            await().until(() -> reader.metric("reconnects") > refused + 2);
            network.resume();
            passes("after the refusals", writer, reader);

            network.stall();
            // The half-open connection is found by its pings, its successors by their handshake.
            long stalled = reader.metric("reconnects");
            await().until(() -> reader.metric("reconnects") > stalled + 1);
            assertThat(reader.metric("connections")).isZero();
            network.resume();
            passes("after the silence", writer, reader);
            // The server has found out, too.
            await().until(() -> writer.metric("clients") == 1);
        }
    }

    /** A new client gets the latest message, so that one which came before it is seen as well. */
    private static void passes(
            String message, WriterHarness<String> writer, ReaderHarness<String> reader)
            throws Exception {
        writer.write(message);
        writer.flush();
        String received = "";
        while (!received.equals(message)) {
            received = reader.poll(1).get(0);
        }
    }

    @Test
    void comesBackOnceACertificateIsRenewed() throws Exception {
        TestCertificate expired = TestCertificate.createExpired(folder, "localhost");
        TestCertificate renewed = TestCertificate.renew(folder, "localhost");
        int port = FreePorts.first(1);
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(
                        source("wss://localhost:" + port)
                                .setTrustStore(folder.resolve("root.crt").toString(), null)
                                .build())) {
            try (RawServer server = RawServer.startTls(expired, port)) {
                assertThatThrownBy(server::accept).isInstanceOf(IOException.class);
                assertThatThrownBy(server::accept).isInstanceOf(IOException.class);
            }
            try (RawServer server = RawServer.startTls(renewed, port);
                    RawConnection feed = server.accept()) {
                assertThat(reader.metric("reconnects")).isGreaterThanOrEqualTo(2);
                feed.sendText("renewed");
                assertThat(reader.poll(1)).containsExactly("renewed");
            }
        }
    }

    @Test
    void comesBackOnceANameCanBeResolvedAgain() throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "# nothing\n");
        try (RawServer server = RawServer.start();
                ReaderProcess reader =
                        ReaderProcess.start(
                                "ws://feed.example:" + server.port(),
                                Map.of("no_proxy", "*"),
                                "-Djdk.net.hosts.file=" + hosts,
                                "-Dsun.net.inetaddr.negative.ttl=0")) {
            assertThat(reader.awaitLine("No connection to ws://feed.example"))
                    .contains("Can't connect to 'ws://feed.example:" + server.port() + "': ");
            Files.writeString(hosts, "127.0.0.1 feed.example\n");
            try (RawConnection feed = server.accept()) {
                feed.sendText("found");
                assertThat(reader.awaitLine("read: ")).isEqualTo("read: found");
            }
        }
    }

    /** Of twenty times 8 MB in a process of 64 MB. */
    @Test
    void keepsNothingOfMessagesThatBreakOff() throws Exception {
        byte[] megabyte = new byte[1 << 20];
        try (RawServer server = RawServer.start();
                ReaderProcess reader =
                        ReaderProcess.start(
                                server.url(),
                                Map.of("no_proxy", "*"),
                                "-Xmx64m",
                                "-XX:+ExitOnOutOfMemoryError")) {
            for (int round = 0; round < 20; round++) {
                try (RawConnection feed = server.accept()) {
                    feed.send(RawConnection.TEXT_BEGIN, megabyte);
                    for (int i = 1; i < 8; i++) {
                        feed.send(RawConnection.CONTINUATION, megabyte);
                    }
                    // Until all of it is read.
                    feed.send(RawConnection.PING, new byte[0]);
                    feed.readFrame(RawConnection.PONG);
                }
            }
            try (RawConnection feed = server.accept()) {
                feed.sendText("whole");
                assertThat(reader.awaitLine("read: ")).isEqualTo("read: whole");
            }
        }
    }

    private static WebSocketSourceBuilder<String> source(String url) {
        return WebSocketSource.<String>builder()
                .setUrl(url)
                .setReconnectDelay(Duration.ofMillis(10), Duration.ofMillis(20))
                .setDeserializer(new SimpleStringSchema());
    }
}
