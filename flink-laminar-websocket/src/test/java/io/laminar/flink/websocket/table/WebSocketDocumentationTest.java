// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.sdk.option.OptionsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;

/** The tables of the connector's page are those of the constants. */
class WebSocketDocumentationTest {

    private static final Path PAGE = Path.of("..", "docs", "websocket.md");

    @Test
    void listsTheSourcesOptions() throws IOException {
        assertTable(
                "source",
                WebSocketSourceOptions.ALL,
                Map.of(
                        WebSocketOptions.URL.key(), "client mode",
                        WebSocketSourceOptions.BIND_ADDRESS.key(), "server mode"));
    }

    @Test
    void listsTheSinksOptions() throws IOException {
        assertTable(
                "sink",
                WebSocketSinkOptions.ALL,
                Map.of(
                        WebSocketOptions.URL.key(), "client mode",
                        WebSocketSinkOptions.BIND_ADDRESS.key(), "server mode"));
    }

    private static void assertTable(
            String side, List<ConfigOption<?>> options, Map<String, String> required)
            throws IOException {
        String page = Files.readString(PAGE);
        String marker = "<!-- options: " + side + " -->\n";
        int start = page.indexOf(marker) + marker.length();
        int end = page.indexOf("<!-- /options -->", start);
        String expected = OptionsTable.markdown(options, required);
        assertThat(page.substring(start, end).strip())
                .as("Put this between the markers in docs/websocket.md:%n%s", expected)
                .isEqualTo(expected.strip());
    }
}
