// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.ReaderHarness;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the two servers answer {@code curl}: the status and one line that says why. */
@Timeout(60)
class WebSocketCurlITCase {

    private static final List<String> UPGRADE =
            List.of(
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

    @Test
    void theSourceSaysWhyItLetsNobodyIn() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(
                        WebSocketSource.<String>builder()
                                .setBindAddress("127.0.0.1:0")
                                .setDeserializer(new SimpleStringSchema())
                                .setPath("/in")
                                .setAuth("Bearer hush")
                                .setAllowedOrigins("https://app.example.com")
                                .setMaxConnections(1)
                                .build())) {
            await().until(() -> reader.metric("boundPort") > 0);
            assertRefusals((int) reader.metric("boundPort"));
        }
    }

    @Test
    void theSinkSaysWhyItLetsNobodyIn() throws Exception {
        try (WriterHarness<String> writer =
                WriterHarness.open(
                        WebSocketSink.<String>builder()
                                .setBindAddress("127.0.0.1:0")
                                .setSerializer(new SimpleStringSchema())
                                .setPath("/in")
                                .setAuth("Bearer hush")
                                .setAllowedOrigins("https://app.example.com")
                                .setMaxConnections(1)
                                .build())) {
            assertRefusals(writer.port());
        }
    }

    private static void assertRefusals(int port) throws Exception {
        assertThat(upgrade(port, "/in"))
                .isEqualTo("Send the credentials of this server in the header Authorization.\n401");
        assertThat(upgrade(port, "/in", "Origin: https://evil.example"))
                .isEqualTo("Web pages of this origin may not connect to this server.\n403");
        assertThat(upgrade(port, "/out")).isEqualTo("There is nothing at this path.\n404");
        assertThat(curl(port, "/in", List.of()))
                .isEqualTo(
                        "This address speaks WebSocket, version 13: open it with a WebSocket"
                                + " client.\n426");
        try (RawConnection only = RawConnection.open(port)) {
            assertThat(only.upgrade("/in", "Authorization: Bearer hush").status())
                    .contains(" 101 ");
            assertThat(upgrade(port, "/in", "Authorization: Bearer hush"))
                    .isEqualTo("As many clients as allowed are connected: try again later.\n503");
        }
    }

    /** Body and status of the answer to a handshake. */
    private static String upgrade(int port, String path, String... headers) throws Exception {
        List<String> all = new ArrayList<>(UPGRADE);
        all.addAll(List.of(headers));
        return curl(port, path, all);
    }

    private static String curl(int port, String path, List<String> headers) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "--http1.1",
                                "--silent",
                                "--show-error",
                                "--noproxy",
                                "*",
                                "--max-time",
                                "20",
                                "--write-out",
                                "%{http_code}"));
        headers.forEach(header -> command.addAll(List.of("--header", header)));
        command.add("http://127.0.0.1:" + port + path);
        Process curl =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (curl.waitFor() != 0) {
            throw new IOException("curl ended with " + curl.exitValue() + ": " + output);
        }
        return output;
    }
}
