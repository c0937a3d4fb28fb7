// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import io.laminar.flink.websocket.testing.ReaderHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
