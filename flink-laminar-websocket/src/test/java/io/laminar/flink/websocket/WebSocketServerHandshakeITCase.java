// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.ReaderHarness;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whom a server lets in, and what it answers the others: the same at the source and the sink. */
@Timeout(60)
class WebSocketServerHandshakeITCase {

    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    private static final String OTHER_LINE = "Sec-WebSocket-Protocol: v9\r\n";

    @Test
    void theSourceAsksForASubprotocol() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(source().setSubprotocol("v2,v1").build())) {
            assertSubprotocolIsAskedFor(port(reader));
        }
    }

    @Test
    void theSinkAsksForASubprotocol() throws Exception {
        try (WriterHarness<String> writer =
                WriterHarness.open(sink().setSubprotocol("v2,v1").build())) {
            assertSubprotocolIsAskedFor(writer.port());
        }
    }

    private static void assertSubprotocolIsAskedFor(int port) throws IOException {
        RawConnection.Answer none = upgrade(port, "/");
        assertThat(none.status()).contains("400 Bad Request");
        assertThat(none.headers()).contains("content-type: text/plain; charset=utf-8");
        assertThat(none.body())
                .isEqualTo("Offer the subprotocol 'v2,v1' in the header Sec-WebSocket-Protocol.\n");
        assertThat(upgrade(port, "/", "Sec-WebSocket-Protocol: v9").status()).contains(" 400 ");

        for (String offer :
                List.of(
                        "Sec-WebSocket-Protocol: v9, v1",
                        OTHER_LINE + "Sec-WebSocket-Protocol: v1")) {
            RawConnection.Answer open = upgrade(port, "/", offer);
            assertThat(open.status()).contains(" 101 ");
            assertThat(open.headers())
                    .filteredOn(line -> line.startsWith("sec-websocket-protocol"))
                    .containsExactly("sec-websocket-protocol: v1");
        }
    }

    @Test
    void theSourceAsksForCredentials() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(source().setAuth("Bearer hush").build())) {
            assertCredentialsAreAskedFor(port(reader));
        }
    }

    @Test
    void theSinkAsksForCredentialsOfAFile(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "hush\n");
        try (WriterHarness<String> writer =
                WriterHarness.open(sink().setAuth("Bearer ${file:" + token + "}").build())) {
            assertCredentialsAreAskedFor(writer.port());
        }
    }

    @Test
    void theChallengeNamesTheSchemeButNothingOfASecret() throws Exception {
        try (WriterHarness<String> writer =
                WriterHarness.open(sink().setAuth("Basic bWU6aHVzaA==").build())) {
            assertThat(upgrade(writer.port(), "/").headers())
                    .contains("www-authenticate: Basic realm=\"websocket\", charset=\"UTF-8\"");
        }
        try (WriterHarness<String> writer = WriterHarness.open(sink().setAuth("hush").build())) {
            assertThat(upgrade(writer.port(), "/").toString()).doesNotContain("hush");
            assertThat(upgrade(writer.port(), "/", "Authorization: hush").status())
                    .contains(" 101 ");
        }
    }

    @Test
    void failsIfTheReferenceToItsCredentialsLeadsNowhere() throws Exception {
        String auth = "Bearer ${env:NO_SUCH_VARIABLE_HERE}";
        assertThatThrownBy(() -> WriterHarness.open(sink().setAuth(auth).build()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'NO_SUCH_VARIABLE_HERE'");
        try (ReaderHarness<String> reader = ReaderHarness.reading(source().setAuth(auth).build())) {
            assertThat(reader.pollFailure()).hasMessageContaining("'NO_SUCH_VARIABLE_HERE'");
        }
    }

    @Test
    void theSourceServesItsPathOnly() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(source().setPath("/feed").build())) {
            assertOnlyOnePath(port(reader));
        }
    }

    @Test
    void theSinkServesItsPathOnly() throws Exception {
        try (WriterHarness<String> writer = WriterHarness.open(sink().setPath("/feed").build())) {
            assertOnlyOnePath(writer.port());
        }
    }

    private static void assertOnlyOnePath(int port) throws Exception {
        RawConnection.Answer other = upgrade(port, "/other");
        assertThat(other.status()).contains("404 Not Found");
        assertThat(other.body()).isEqualTo("There is nothing at this path.\n");
        assertThat(upgrade(port, "/feed/").status()).contains(" 404 ");
        assertThat(upgrade(port, "/feed?x=1").status()).contains(" 101 ");
        assertThat(upgrade(port, "http://localhost/feed").status()).contains(" 101 ");
        try (RawConnection browser = RawConnection.open(port)) {
            assertThat(browser.request("GET /favicon.ico HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .contains("404 Not Found");
        }
    }

    @Test
    void theSourceGuardsAgainstStrangeWebPages() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(
                        source().setAllowedOrigins("https://App.example", "http://localhost:3000")
                                .build())) {
            assertOriginsAreGuarded(port(reader));
        }
    }

    @Test
    void theSinkGuardsAgainstStrangeWebPages() throws Exception {
        try (WriterHarness<String> writer =
                WriterHarness.open(
                        sink().setAllowedOrigins("https://app.example", "http://localhost:3000")
                                .build())) {
            assertOriginsAreGuarded(writer.port());
        }
    }

    private static void assertOriginsAreGuarded(int port) throws IOException {
        RawConnection.Answer other = upgrade(port, "/", "Origin: https://evil.example");
        assertThat(other.status()).contains("403 Forbidden");
        assertThat(other.body())
                .isEqualTo("Web pages of this origin may not connect to this server.\n");
        assertThat(upgrade(port, "/", "Origin: null").status()).contains(" 403 ");
        assertThat(upgrade(port, "/", "Origin: https://app.example.evil.example").status())
                .contains(" 403 ");
        assertThat(upgrade(port, "/", "Origin: https://app.example").status()).contains(" 101 ");
        assertThat(upgrade(port, "/", "Origin: http://localhost:3000").status()).contains(" 101 ");
        assertThat(upgrade(port, "/").status()).contains(" 101 ");
    }

    @Test
    void saysInALineWhatIsWrongWithARequest() throws Exception {
        try (WriterHarness<String> writer =
                WriterHarness.open(sink().setMaxConnections(1).build())) {
            int port = writer.port();
            assertThat(plain(port, "GET / HTTP/1.1"))
                    .endsWith(
                            "This address speaks WebSocket, version 13: open it with a WebSocket"
                                    + " client.\n");
            String upgrade = "\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
            for (String line : List.of("POST / HTTP/1.1", "GET / HTTP/1.0" + upgrade + KEY)) {
                assertThat(plain(port, line)).endsWith("This is not a GET request of HTTP/1.1.\n");
            }
            // As by nginx, if nobody tells it to pass the header on.
            assertThat(plain(port, "GET / HTTP/1.1" + upgrade + "Connection: close\r\n" + KEY))
                    .endsWith(
                            "The header Connection does not hold 'Upgrade'. Does a proxy in between"
                                    + " drop it?\n");
            for (String key : List.of("X: y", "Sec-WebSocket-Key: YQ==", KEY + "x")) {
                assertThat(
                                plain(
                                        port,
                                        "GET / HTTP/1.1"
                                                + upgrade
                                                + "Connection: keep-alive, Upgrade\r\n"
                                                + key))
                        .endsWith("The handshake has no valid header Sec-WebSocket-Key.\n");
            }
            await().until(() -> upgradeAndStay(port));
        }
    }

    /** The one place is free again once the client before is seen to be gone. */
    private static boolean upgradeAndStay(int port) throws IOException {
        try (RawConnection only = RawConnection.open(port)) {
            if (!only.upgrade("/").status().contains(" 101 ")) {
                return false;
            }
            RawConnection.Answer full = upgrade(port, "/");
            assertThat(full.status()).contains("503 Service Unavailable");
            assertThat(full.body())
                    .isEqualTo("As many clients as allowed are connected: try again later.\n");
            return true;
        }
    }

    private static String plain(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write((request + "\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertCredentialsAreAskedFor(int port) throws IOException {
        RawConnection.Answer none = upgrade(port, "/");
        assertThat(none.status()).contains("401 Unauthorized");
        assertThat(none.headers()).contains("www-authenticate: Bearer realm=\"websocket\"");
        assertThat(none.body())
                .isEqualTo("Send the credentials of this server in the header Authorization.\n");
        assertThat(upgrade(port, "/", "Authorization: Bearer hus").status()).contains(" 401 ");
        assertThat(upgrade(port, "/", "Authorization: Bearer hush1").status()).contains(" 401 ");
        assertThat(
                        upgrade(
                                        port,
                                        "/",
                                        "Authorization: Bearer hush",
                                        "Authorization: Bearer other")
                                .status())
                .contains(" 401 ");
        assertThat(upgrade(port, "/", "Authorization: Bearer hush").status()).contains(" 101 ");
    }

    private static RawConnection.Answer upgrade(int port, String path, String... headers)
            throws IOException {
        try (RawConnection client = RawConnection.open(port)) {
            return client.upgrade(path, headers);
        }
    }

    private static int port(ReaderHarness<?> reader) {
        await().until(() -> reader.metric("boundPort") > 0);
        return (int) reader.metric("boundPort");
    }

    private static WebSocketSourceBuilder<String> source() {
        return WebSocketSource.<String>builder()
                .setBindAddress("127.0.0.1:0")
                .setDeserializer(new SimpleStringSchema());
    }

    private static WebSocketSinkBuilder<String> sink() {
        return WebSocketSink.<String>builder()
                .setBindAddress("127.0.0.1:0")
                .setSerializer(new SimpleStringSchema());
    }
}
