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
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whom a server lets in, and what it answers the others: the same at the source and the sink. */
@Timeout(60)
class WebSocketServerHandshakeITCase {

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

        RawConnection.Answer open = upgrade(port, "/", "Sec-WebSocket-Protocol: v9, v1");
        assertThat(open.status()).contains(" 101 ");
        assertThat(open.headers()).contains("sec-websocket-protocol: v1");
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
