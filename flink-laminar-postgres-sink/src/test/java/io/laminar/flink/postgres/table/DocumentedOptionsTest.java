// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.sdk.option.OptionsTable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentedOptionsTest {

    @Test
    void thePageHasTheTableOfTheOptionsThemselves() throws Exception {
        String page = Files.readString(Path.of("../docs/postgres-sink.md"));
        assertThat(page)
                .as("docs/postgres-sink.md, between its two comments")
                .contains(
                        "<!-- options: sink -->\n"
                                + OptionsTable.markdown(
                                        PostgresConnectorOptions.ALL,
                                        PostgresConnectorOptions.REQUIRED)
                                + "<!-- /options -->");
    }
}
