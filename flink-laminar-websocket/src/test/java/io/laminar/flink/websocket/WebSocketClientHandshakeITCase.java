// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import io.laminar.flink.websocket.testing.ReaderHarness;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the source sends as a client, and what it makes of the server's answers. */
@Timeout(60)
class WebSocketClientHandshakeITCase {

    private RawServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = RawServer.start();
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @Test
    void sendsTheHeadersWithTheirReferencesResolved(@TempDir Path folder) throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "hush\n");
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setHeader("X-Key", "${file:" + key + "}")
                                        .setHeader("Origin", "https://me.example")
                                        .build());
                RawConnection feed = server.accept()) {
            assertThat(feed.requestHead().stream().map(line -> line.toLowerCase(ROOT)))
                    .contains("x-key: hush", "origin: https://me.example")
                    .filteredOn(line -> line.startsWith("origin:"))
                    .hasSize(1);
            feed.sendText("x");
            assertThat(reader.poll(1)).containsExactly("x");
        }
    }

    @Test
    void saysWhichReferenceLeadsNowhere() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(
                        source().setHeader("X-Key", "${env:NO_SUCH_VARIABLE_HERE}")
                                .setMaxReconnects(1)
                                .build())) {
            assertThat(reader.pollFailure())
                    .hasMessageContaining("The environment variable 'NO_SUCH_VARIABLE_HERE'");
        }
    }

    @Test
    void sendsItsCredentials(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "hush\n");
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setAuth("Bearer ${file:" + token + "}").build());
                RawConnection feed = server.accept()) {
            assertThat(feed.requestHead()).contains("authorization: Bearer hush");
            feed.sendText("x");
            assertThat(reader.poll(1)).containsExactly("x");
        }
    }

    @Test
    void offersTheSubprotocolsAndTakesTheOneThatTheServerChooses() throws Exception {
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(source().setSubprotocol("v2, v1").build());
                RawConnection feed = server.accept("Sec-WebSocket-Protocol: v1")) {
            assertThat(feed.requestHead().stream().map(line -> line.toLowerCase(ROOT)))
                    .contains("sec-websocket-protocol: v2, v1");
            feed.sendText("x");
            assertThat(reader.poll(1)).containsExactly("x");
        }
    }

    @Test
    void refusesASubprotocolThatWasNotOffered() throws Exception {
        assertThat(failure(source().setSubprotocol("v1"), "Sec-WebSocket-Protocol: v9"))
                .hasMessageEndingWith(
                        "The server at '%s' chose the subprotocol 'v9', but 'v1' was offered. Set"
                                + " 'subprotocol' to what the server speaks.",
                        server.url());
        assertThat(failure(source().setSubprotocol("v1")))
                .hasMessageEndingWith(
                        "The server at '%s' chose no subprotocol, but 'v1' was offered. Set"
                                + " 'subprotocol' to what the server speaks.",
                        server.url());
        assertThat(failure(source(), "Sec-WebSocket-Protocol: v9"))
                .hasMessageContaining("but none was offered.");
    }

    @Test
    void failsAtOnceWhenItsCredentialsAreRefused() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(source().setAuth("Bearer hush").build())) {
            answer("401 Unauthorized").close();
            assertThat(reader.pollFailure())
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "The server at '%s' refused the WebSocket handshake with '401"
                                    + " Unauthorized': the credentials are missing or wrong. Set"
                                    + " 'auth' to what it takes, such as 'Bearer ${env:TOKEN}', or"
                                    + " the header or part of the URL that it wants instead.",
                            server.url());
            assertThat(reader.metric("reconnects")).isZero();
        }
        try (ReaderHarness<String> reader = ReaderHarness.reading(source().build())) {
            answer("403 Forbidden").close();
            assertThat(reader.pollFailure())
                    .hasMessage(
                            "The server at '%s' refused the WebSocket handshake with '403"
                                    + " Forbidden': whoever these credentials belong to may not"
                                    + " connect. Ask its operator for the right, or check 'auth',"
                                    + " the path in 'url' and 'headers.Origin'.",
                            server.url());
            assertThat(reader.metric("reconnects")).isZero();
        }
    }

    @Test
    void followsARedirectWithItsCredentialsOnTheSameServer() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(source().setAuth("Bearer hush").build())) {
            answer("302 Found", "Location: /new?x=1").close();
            try (RawConnection feed = server.accept()) {
                assertThat(feed.requestHead())
                        .contains("GET /new?x=1 HTTP/1.1", "authorization: Bearer hush");
                feed.sendText("x");
                assertThat(reader.poll(1)).containsExactly("x");
                assertThat(reader.metric("reconnects")).isZero();
            }
        }
    }

    @Test
    void tellsNoSecretToTheServerThatItIsRedirectedTo() throws Exception {
        try (RawServer other = RawServer.start();
                ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setAuth("Bearer hush")
                                        .setHeader("X-Key", "hush")
                                        .build())) {
            answer("307 Temporary Redirect", "Location: http://127.0.0.1:" + other.port() + "/")
                    .close();
            try (RawConnection feed = other.accept()) {
                assertThat(feed.requestHead()).noneMatch(line -> line.contains("hush"));
                feed.sendText("x");
                assertThat(reader.poll(1)).containsExactly("x");
            }
        }
    }

    @Test
    void givesUpOnRedirectsWithoutEnd() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(source().setMaxReconnects(1).build())) {
            for (int i = 0; i < 2 * 6; i++) {
                answer("301 Moved Permanently", "Location: /next").close();
            }
            assertThat(reader.pollFailure())
                    .hasMessageContaining(
                            "'%s' redirected 5 times, and again to '/next'. Set 'url' to the"
                                    + " address where the server is.",
                            server.url());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"429 Too Many Requests", "503 Service Unavailable"})
    void waitsAsLongAsTheServerAsksFor(String status) throws Exception {
        // A second attempt would not be answered and soon be followed by a third.
        Duration soon = Duration.ofMillis(50);
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(source().setHandshakeTimeout(soon).build())) {
            answer(status, "Retry-After: 300").close();
            await().until(() -> reader.metric("reconnects") == 1);
            await().during(Duration.ofMillis(500)).until(() -> reader.metric("reconnects") == 1);
        }
    }

    /** Answers the next client's request with a plain HTTP answer. */
    private Socket answer(String status, String... headers) throws IOException {
        Socket client = server.acceptSocket();
        String head = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n";
        client.getOutputStream()
                .write((head + String.join("\r\n", headers) + "\r\n\r\n").getBytes(UTF_8));
        // Until the client is gone: a reset must not overtake the answer.
        while (client.getInputStream().read() >= 0) {}
        return client;
    }

    private Exception failure(WebSocketSourceBuilder<String> source, String... headers)
            throws Exception {
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(source.setMaxReconnects(1).build());
                RawConnection first = server.accept(headers);
                RawConnection second = server.accept(headers)) {
            return reader.pollFailure();
        }
    }

    private WebSocketSourceBuilder<String> source() {
        return WebSocketSource.<String>builder()
                .setUrl(server.url())
                .setReconnectDelay(Duration.ofMillis(20), Duration.ofMillis(100))
                .setDeserializer(new SimpleStringSchema());
    }
}
