// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.mapping.MappingTable;
import io.laminar.flink.sdk.option.OptionsTable;
import io.laminar.flink.testing.GeneratedPart;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/iceberg.md} are those of the code. */
class IcebergDocumentationTest {

    @Test
    void listsTheOptions() throws IOException {
        assertSection(
                "options",
                OptionsTable.markdown(
                        IcebergMapping.MAPPING.options(), IcebergMapping.MAPPING.required()));
    }

    @Test
    void listsTheRules() throws IOException {
        assertSection("mapping", MappingTable.markdown(IcebergMapping.MAPPING.rules()));
    }

    @Test
    void listsWhatToWriteForTheOfficialOptions() throws IOException {
        assertSection("migration", MappingTable.migration(IcebergMapping.MAPPING.rules()));
    }

    private static void assertSection(String section, String expected) throws IOException {
        assertThat(GeneratedPart.of("iceberg.md", section))
                .as("Put this between the markers in docs/iceberg.md:%n%s", expected)
                .isEqualTo(expected);
    }
}
