// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import io.laminar.flink.websocket.testing.ReaderHarness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When the source as a client connects anew, and when it gives up. */
class WebSocketSourceReconnectITCase extends WebSocketClientSourceTestBase {

    @Test
    void reconnectsToAServerThatSendsNoMessage() throws Exception {
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setIdleTimeout(Duration.ofSeconds(1)).build());
                RawConnection silent = server.accept()) {
            assertThat(silent.readFrame(RawConnection.CLOSE).closeStatus()).isEqualTo(1001);
            silent.close();
            try (RawConnection feed = server.accept()) {
                feed.sendText("alive");
                assertThat(reader.poll(1)).containsExactly("alive");
                assertThat(reader.metric("idleDisconnects")).isPositive();
            }
        }
    }

    @Test
    void reconnectsWhenTheServerIsRestarted() throws Exception {
        int port = server.port();
        try (ReaderHarness<String> reader = ReaderHarness.reading(source().build())) {
            try (RawConnection feed = server.accept()) {
                feed.sendText("before");
                assertThat(reader.poll(1)).containsExactly("before");
                server.close();
            }
            server = RawServer.start(port);
            try (RawConnection feed = server.accept()) {
                feed.sendText("after");
                assertThat(reader.poll(1)).containsExactly("after");
            }
            assertThat(reader.metric("reconnects")).isPositive();
        }
    }

    @Test
    void failsPastTheRetriesNamingUrlAndLastErrorButNoSecret() throws Exception {
        int port = server.port();
        server.close();
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(
                        source().setUrl("ws://127.0.0.1:" + port + "/feed?token=hush")
                                .setMaxReconnects(2)
                                .build())) {
            assertThat(reader.pollFailure())
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "The connection to 'ws://127.0.0.1:%d/feed?token=***' failed, and 2"
                                    + " reconnects in a row brought no message"
                                    + " ('reconnect.max_retries' = '2'). The last error: Can't"
                                    + " connect to 'ws://127.0.0.1:%d/feed?token=***':",
                            port, port)
                    .hasMessageContaining("Connection refused")
                    .hasMessageNotContaining("hush");
        }
    }

    @Test
    void countsRetriesAnewOnlyAfterAConnectionThatDeliveredAMessage() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(source().setMaxReconnects(1).build())) {
            server.accept().close();
            try (RawConnection feed = server.accept()) {
                feed.sendText("good");
                assertThat(reader.poll(1)).containsExactly("good");
            }
            server.accept().close();
            assertThat(reader.pollFailure())
                    .hasMessageEndingWith(
                            "The last error: the peer closed the connection without a close"
                                    + " frame.");
        }
    }

    @Test
    void saysWhichStatusRefusedTheHandshake() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(source().setMaxReconnects(1).build())) {
            refuseHandshake();
            refuseHandshake();
            assertThat(reader.pollFailure())
                    .hasMessageContaining(
                            "The server at '%s' refused the WebSocket handshake: expected status"
                                    + " 101 but was '404 Not Found'.",
                            server.url());
        }
    }

    @Test
    void saysThatAnAnswerIsNoWebSocketHandshake() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(source().setMaxReconnects(1).build())) {
            String answer =
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                            + "Connection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n";
            answerHandshake(answer);
            answerHandshake(answer);
            assertThat(reader.pollFailure())
                    .hasMessageContaining(
                            "The answer of '%s' is not a WebSocket handshake: ", server.url())
                    .hasMessageEndingWith("Is it a WebSocket server?");
        }
    }

    private void refuseHandshake() throws IOException {
        answerHandshake("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    }

    private void answerHandshake(String answer) throws IOException {
        try (Socket socket = server.acceptSocket()) {
            socket.getOutputStream().write(answer.getBytes(UTF_8));
            // Until the client is gone: a reset must not overtake the answer.
            while (socket.getInputStream().read() >= 0) {}
        }
    }

    @Test
    void saysThatAServerDidNotFinishTheHandshake() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(
                        source().setHandshakeTimeout(Duration.ofMillis(200))
                                .setMaxReconnects(1)
                                .build())) {
            assertThat(reader.pollFailure())
                    .hasMessageContaining(
                            "'%s' did not finish the WebSocket handshake within 200 ms.",
                            server.url());
        }
    }

    @Test
    void saysThatAServerDoesNotTakeTheConnection() throws Exception {
        // A listener that accepts nobody, its queue filled: Linux then ignores the next client.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort());
                ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setUrl("ws://127.0.0.1:" + full.getLocalPort())
                                        .setConnectTimeout(Duration.ofMillis(300))
                                        .setMaxReconnects(1)
                                        .build())) {
            assertThat(reader.pollFailure())
                    .hasMessageContaining("connection timed out after 300 ms");
        }
    }

    @Test
    void waitsBeforeItReconnects() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(
                        source().setReconnectDelay(Duration.ofHours(1), Duration.ofHours(1))
                                .build())) {
            server.accept().close();
            await().until(() -> reader.metric("reconnects") == 1);
            await().during(Duration.ofMillis(500)).until(() -> reader.metric("connections") == 0);
            assertThat(reader.metric("reconnects")).isEqualTo(1);
        }
    }

    @Test
    void countsAPeerThatIsSilentAfterTheHandshakeAsBroken() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(
                        source().setPingInterval(Duration.ofMillis(100))
                                .setPingTimeout(Duration.ofMillis(200))
                                .setMaxReconnects(1)
                                .build())) {
            RawConnection first = server.accept();
            assertThat(first.readFrame().firstByte()).isEqualTo(RawConnection.PING);
            RawConnection second = server.accept();
            assertThat(reader.pollFailure())
                    .hasMessageContaining("the peer did not answer a ping within 200 ms");
            first.close();
            second.close();
        }
    }

    @Test
    void sendsNoPingWithAnIntervalOfZeroAndKeepsASilentPeer() throws Exception {
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(source().setPingInterval(Duration.ZERO).build());
                RawConnection feed = server.accept()) {
            feed.socket().setSoTimeout(500);
            assertThat(catchRead(feed)).isInstanceOf(SocketTimeoutException.class);
            feed.sendText("still here");
            assertThat(reader.poll(1)).containsExactly("still here");
        }
    }

    private static Throwable catchRead(RawConnection connection) {
        try {
            return new AssertionError("Unexpected " + connection.readFrame());
        } catch (IOException e) {
            return e;
        }
    }

    @Test
    void answersACloseFrameWithItsStatusAndReconnects() throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(source().build())) {
            try (RawConnection feed = server.accept()) {
                feed.send(RawConnection.CLOSE, new byte[] {0x03, (byte) 0xE9});
                assertThat(feed.readFrame(RawConnection.CLOSE).closeStatus()).isEqualTo(1001);
            }
            server.accept().close();
            assertThat(reader.metric("reconnects")).isPositive();
        }
    }
}
