// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentedTypesTest {

    @Test
    void thePageHasTheTableOfTheEncodersThemselves() throws Exception {
        String page = Files.readString(Path.of("../docs/postgres-sink.md"));
        assertThat(page)
                .as("docs/postgres-sink.md, between its two comments")
                .contains("<!-- types -->\n" + TypesTable.markdown() + "<!-- /types -->");
    }
}
