// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.source.WebSocketSourceReader;
import io.laminar.flink.websocket.source.WebSocketSplit;
import io.laminar.flink.websocket.testing.JdkClient;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.ReaderHarness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.testutils.logging.LoggerAuditingExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.event.Level;

/** The source as a server, with clients of the JDK and clients that send single frames. */
@Timeout(60)
class WebSocketServerSourceITCase {

    @RegisterExtension
    private final LoggerAuditingExtension log =
            new LoggerAuditingExtension(WebSocketSourceReader.class, Level.INFO);

    @Test
    void readsFromSeveralClients() throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(source().build())) {
            WebSocket first = connect(port(reader));
            WebSocket second = connect(port(reader));
            first.sendText("from the first", true).get(10, TimeUnit.SECONDS);
            assertThat(reader.poll(1)).containsExactly("from the first");
            second.sendText("from the ", false)
                    .thenCompose(socket -> socket.sendText("second", true))
                    .get(10, TimeUnit.SECONDS);
            assertThat(reader.poll(1)).containsExactly("from the second");
            assertThat(reader.metric("connections")).isEqualTo(2);

            first.sendClose(WebSocket.NORMAL_CLOSURE, "done").get(10, TimeUnit.SECONDS);
            await().until(() -> reader.metric("connections") == 1);
            second.abort();
            await().until(() -> reader.metric("connections") == 0);
        }
    }

    @Test
    void answers503PastTheConnectionsAllowedAndTakesAClientOnceOneHasLeft() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(source().setMaxConnections(1).build())) {
            int port = port(reader);
            try (RawConnection only = RawConnection.connect(port);
                    RawConnection refused = RawConnection.open(port)) {
                assertThat(refused.requestUpgrade()).contains("503 Service Unavailable");
                only.sendText("x");
                assertThat(reader.poll(1)).containsExactly("x");
            }
            await().until(() -> reader.metric("connections") == 0);
            RawConnection.connect(port).close();
        }
    }

    @Test
    void answersAPlainRequestWith426() throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(source().build());
                RawConnection browser = RawConnection.open(port(reader))) {
            assertThat(browser.request("GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .contains("426 Upgrade Required");
        }
    }

    @Test
    void answersWhatIsNoHandshakeWith400() throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(source().build());
                RawConnection client = RawConnection.open(port(reader))) {
            assertThat(
                            client.request(
                                    "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                                            + "Connection: Upgrade\r\n"
                                            + "Sec-WebSocket-Version: 13\r\n\r\n"))
                    .contains("400 Bad Request");
        }
    }

    @Test
    void closesAClientThatDoesNotFinishItsHandshake() throws Exception {
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setHandshakeTimeout(Duration.ofMillis(200)).build());
                RawConnection client = RawConnection.open(port(reader))) {
            assertThat(client.socket().getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void closesOnlyTheClientThatBreaksTheRules() throws Exception {
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setMaxMessageSize(MemorySize.parse("1 kb")).build());
                RawConnection good = RawConnection.connect(port(reader));
                RawConnection large = RawConnection.connect(port(reader));
                RawConnection invalid = RawConnection.connect(port(reader))) {
            large.send(RawConnection.BINARY, new byte[100_000]);
            invalid.send(RawConnection.TEXT, new byte[] {(byte) 0xFF});
            assertThat(large.readFrame(RawConnection.CLOSE).closeStatus()).isEqualTo(1009);
            assertThat(invalid.readFrame(RawConnection.CLOSE).closeStatus()).isEqualTo(1007);
            good.sendText("fine");
            assertThat(reader.poll(1)).containsExactly("fine");
            assertThat(reader.metric("oversizedMessages")).isEqualTo(1);
        }
    }

    @Test
    void dropsAClientThatDoesNotAnswerPings() throws Exception {
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setPingInterval(Duration.ofMillis(100))
                                        .setPingTimeout(Duration.ofMillis(100))
                                        .build());
                RawConnection silent = RawConnection.connect(port(reader))) {
            assertThat(silent.readFrame().firstByte()).isEqualTo(RawConnection.PING);
            await().until(() -> reader.metric("connections") == 0);
        }
    }

    @Test
    void keepsAClientThatAnswersPings() throws Exception {
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setPingInterval(Duration.ofMillis(100))
                                        .setPingTimeout(Duration.ofSeconds(2))
                                        .build());
                JdkClient answering = JdkClient.connect(port(reader))) {
            await().until(() -> reader.metric("connections") == 1);
            await().during(Duration.ofSeconds(3)).until(() -> reader.metric("connections") == 1);
            answering.send("alive");
            assertThat(reader.poll(1)).containsExactly("alive");
        }
    }

    @Test
    void readsNothingWhileItsSplitIsPausedNotEvenFromANewClient() throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(source().build());
                JdkClient old = JdkClient.connect(port(reader))) {
            await().until(() -> reader.metric("connections") == 1);
            reader.reader().pauseOrResumeSplits(List.of("feed"), List.of());
            try (JdkClient young = JdkClient.connect(port(reader))) {
                old.send("old");
                young.send("young");
                await().during(Duration.ofMillis(500))
                        .until(() -> reader.metric("pendingRecords") == 0);
                reader.reader().pauseOrResumeSplits(List.of(), List.of("feed"));
                assertThat(reader.poll(2)).containsExactlyInAnyOrder("old", "young");
            }
        }
    }

    @Test
    void dropsSplitsOfACheckpointThatAreNotItsOwn() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.restored(
                        source().build(), List.of(new WebSocketSplit("ws://in-client-mode")))) {
            assertThat(reader.step()).isEqualTo(InputStatus.NOTHING_AVAILABLE);
            assertThat(log.getMessages())
                    .containsExactly(
                            "The checkpoint holds 'ws://in-client-mode', which the options do not"
                                    + " name any more: it is not read.");
        }
    }

    @Test
    void closesAClientThatSendsNoMessageThoughItAnswersPings() throws Exception {
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setPingInterval(Duration.ofMillis(20))
                                        .setIdleTimeout(Duration.ofMillis(300))
                                        .build());
                JdkClient idle = JdkClient.connect(port(reader))) {
            assertThat(idle.closeStatus()).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(1001);
            await().until(() -> reader.metric("connections") == 0);
            assertThat(reader.metric("idleDisconnects")).isEqualTo(1);
        }
    }

    @Test
    void blamesNoClientForTheTimeInWhichTheTaskDidNotRead() throws Exception {
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setBufferCapacity(1)
                                        .setIdleTimeout(Duration.ofSeconds(2))
                                        .build());
                JdkClient client = JdkClient.connect(port(reader))) {
            client.send("one");
            client.send("two");
            // It reads again just before the connection is looked at for the second time.
            await().during(Duration.ofMillis(3_700))
                    .until(() -> reader.metric("idleDisconnects") == 0);
            long resumed = System.nanoTime();
            assertThat(reader.poll(2)).containsExactly("one", "two");
            await().until(() -> reader.metric("idleDisconnects") == 1);
            assertThat(Duration.ofNanos(System.nanoTime() - resumed))
                    .isGreaterThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void saysThatThePortIsInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setBindAddress("127.0.0.1:" + other.getLocalPort())
                                        .build())) {
            assertThat(reader.pollFailure())
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "Port %d on '127.0.0.1' is in use by another process or job (tried for"
                                    + " 5 s). Stop that one, or change 'bind_address'; port 0 takes"
                                    + " any free port.",
                            other.getLocalPort());
        }
    }

    @Test
    void waitsForAPortThatIsStillBeingClosed() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setBindAddress("127.0.0.1:" + other.getLocalPort())
                                        .build())) {
            assertThat(reader.metric("boundPort")).isZero();
            other.close();
            assertThat(port(reader)).isEqualTo(other.getLocalPort());
        }
    }

    @Test
    void saysThatTheAddressIsNotOfThisMachine() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(source().setBindAddress("192.0.2.1:9000").build())) {
            assertThat(reader.pollFailure())
                    .hasMessageStartingWith("Can't listen on '192.0.2.1:9000': ")
                    .hasMessageEndingWith(
                            "Set 'bind_address' to an address of this machine, or to"
                                    + " '0.0.0.0:9000' for all of them.");
        }
    }

    private static int port(ReaderHarness<?> reader) {
        await().until(() -> reader.metric("boundPort") > 0);
        return (int) reader.metric("boundPort");
    }

    private static WebSocket connect(int port) throws Exception {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + port + "/path"), new WebSocket.Listener() {})
                .get(10, TimeUnit.SECONDS);
    }

    private static WebSocketSourceBuilder<String> source() {
        return WebSocketSource.<String>builder()
                .setBindAddress("127.0.0.1:0")
                .setDeserializer(new SimpleStringSchema());
    }
}
