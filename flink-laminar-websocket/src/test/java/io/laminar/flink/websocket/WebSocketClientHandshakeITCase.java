// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.ClientHarness;
import io.laminar.flink.websocket.testing.ClientHarness.Connector;
import io.laminar.flink.websocket.testing.ClientSettings;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import io.laminar.flink.websocket.testing.ReaderHarness;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What source and sink send as clients, and what the source makes of the server's answers. */
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

    @ParameterizedTest
    @EnumSource
    void sendsTheHeadersWithTheirReferencesResolved(Connector connector, @TempDir Path folder)
            throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "hush\n");
        try (ClientHarness client =
                        ClientSettings.of(server.url())
                                .setHeader("X-Key", "${file:" + key + "}")
                                .setHeader("Origin", "https://me.example")
                                .open(connector);
                RawConnection feed = server.accept()) {
            assertThat(feed.requestHead().stream().map(line -> line.toLowerCase(ROOT)))
                    .contains("x-key: hush", "origin: https://me.example")
                    .filteredOn(line -> line.startsWith("origin:"))
                    .hasSize(1);
            client.exchange("x", feed);
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

    @ParameterizedTest
    @EnumSource
    void sendsItsCredentials(Connector connector, @TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "hush\n");
        try (ClientHarness client =
                        ClientSettings.of(server.url())
                                .setAuth("Bearer ${file:" + token + "}")
                                .open(connector);
                RawConnection feed = server.accept()) {
            assertThat(feed.requestHead()).contains("authorization: Bearer hush");
            client.exchange("x", feed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void offersTheSubprotocolsAndTakesTheOneThatTheServerChooses(Connector connector)
            throws Exception {
        try (ClientHarness client =
                        ClientSettings.of(server.url()).setSubprotocol("v2, v1").open(connector);
                RawConnection feed = server.accept("Sec-WebSocket-Protocol: v1")) {
            assertThat(feed.requestHead().stream().map(line -> line.toLowerCase(ROOT)))
                    .contains("sec-websocket-protocol: v2, v1");
            client.exchange("x", feed);
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

    /** The head of the answer says all; what follows may be long, or without an end. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 Unauthorized | Content-Length: 100000000 | the credentials are missing",
                "403 Forbidden | Transfer-Encoding: chunked | may not connect",
            })
    void failsAtOnceWhateverBodyARefusalHas(String status, String header, String text)
            throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(source().build());
                Socket client = server.acceptSocket()) {
            client.getOutputStream()
                    .write(
                            ("HTTP/1.1 " + status + "\r\n" + header + "\r\n\r\n1\r\nx")
                                    .getBytes(UTF_8));
            assertThat(reader.pollFailure()).hasMessageContainingAll("'" + status + "'", text);
            assertThat(reader.metric("reconnects")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SSH-2.0-OpenSSH_9.6 | it is not HTTP",
                "-ERR unknown command | it is not HTTP",
                "HTTP/1.1 101 Switching Protocols | it breaks off",
            })
    void saysThatAnAnswerCantBeRead(String line, String reason) throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(source().setMaxReconnects(1).build())) {
            for (int attempt = 0; attempt < 2; attempt++) {
                try (Socket client = server.acceptSocket()) {
                    client.getOutputStream().write((line + "\r\n").getBytes(UTF_8));
                    client.shutdownOutput();
                    client.getInputStream().readAllBytes();
                }
            }
            assertThat(reader.pollFailure())
                    .hasMessageEndingWith(
                            "The answer of '%s' is not a WebSocket handshake: %s. Is it a WebSocket"
                                    + " server?",
                            server.url(), reason);
        }
    }

    /** The rest of such a header would else be read as frames. */
    @Test
    void refusesAHeaderOfAnyLength() throws Exception {
        assertThat(failure(source(), "X-Huge: " + "x".repeat(9_000)))
                .hasMessageEndingWith(
                        "The answer of '%s' is not a WebSocket handshake: its header is too long."
                                + " Is it a WebSocket server?",
                        server.url());
    }

    @Test
    void readsFramesInThePacketOfTheHandshake() throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(source().build());
                // Behind the last header line: the end of the head, and a text frame.
                RawConnection feed = server.accept("X: y\r\n\r\n\u0081\u0004soon\u0081\u0000")) {
            assertThat(reader.poll(1)).containsExactly("soon");
        }
    }

    /** Only web pages have one. A server that asks for theirs would refuse another. */
    @Test
    void sendsNoOriginOfItsOwn() throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(source().build());
                RawConnection feed = server.accept()) {
            assertThat(feed.requestHead())
                    .noneMatch(line -> line.toLowerCase(ROOT).startsWith("origin"));
            assertThat(reader.metric("reconnects")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"401 Unauthorized", "403 Forbidden"})
    void saysThatTheServerItIsRedirectedToIsNotToldItsCredentials(String status) throws Exception {
        try (RawServer other = RawServer.start();
                ReaderHarness<String> reader =
                        ReaderHarness.reading(source().setAuth("Bearer hush").build())) {
            answer("302 Found", "Location: http://localhost:" + other.port() + "/").close();
            try (Socket client = other.acceptSocket()) {
                client.getOutputStream()
                        .write(
                                ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")
                                        .getBytes(UTF_8));
                assertThat(reader.pollFailure())
                        .hasMessage(
                                "'%s' redirected to host 'localhost', which refused the WebSocket"
                                        + " handshake with '%s': it is another server, to which"
                                        + " 'auth' and 'headers.…' are not sent. Set 'url' to its"
                                        + " address if it may see them.",
                                server.url(), status);
                assertThat(reader.metric("reconnects")).isZero();
            }
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
        try (ReaderHarness<String> reader = ReaderHarness.reading(source().build())) {
            answer(status, "Retry-After: 300").close();
            await().until(() -> reader.metric("reconnects") == 1);
            assertThatThrownBy(() -> server.acceptSocket(Duration.ofMillis(500)))
                    .isInstanceOf(SocketTimeoutException.class);
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
