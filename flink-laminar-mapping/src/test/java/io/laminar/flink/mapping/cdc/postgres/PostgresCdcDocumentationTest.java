// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.mapping.MappingTable;
import io.laminar.flink.sdk.option.OptionsTable;
import io.laminar.flink.testing.GeneratedPart;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/postgres-cdc.md} are those of the code. */
class PostgresCdcDocumentationTest {

    @Test
    void listsTheOptions() throws IOException {
        Map<String, String> required =
                Map.of(
                        "connection", "or `hostname`",
                        "hostname", "or `connection`",
                        "username", "or in `connection`",
                        "table", "");
        assertSection(
                "options", OptionsTable.markdown(PostgresCdcMapping.MAPPING.options(), required));
    }

    @Test
    void listsTheRules() throws IOException {
        assertSection("mapping", MappingTable.markdown(PostgresCdcMapping.MAPPING.rules()));
    }

    @Test
    void listsWhatToWriteForTheOfficialOptions() throws IOException {
        assertSection("migration", MappingTable.migration(PostgresCdcMapping.MAPPING.rules()));
    }

    private static void assertSection(String section, String expected) throws IOException {
        assertThat(GeneratedPart.of("postgres-cdc.md", section))
                .as("Put this between the markers in docs/postgres-cdc.md:%n%s", expected)
                .isEqualTo(expected);
    }
}
