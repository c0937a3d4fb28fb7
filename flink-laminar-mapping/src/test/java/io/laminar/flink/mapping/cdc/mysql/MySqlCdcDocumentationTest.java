// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.mapping.MappingTable;
import io.laminar.flink.sdk.option.OptionsTable;
import io.laminar.flink.testing.GeneratedPart;
import org.junit.jupiter.api.Test;

/** The connector's page says what the code does; {@link MySqlCdcITCase} runs its statements. */
class MySqlCdcDocumentationTest {

    static final String PAGE = "mysql-cdc.md";

    @Test
    void listsTheOptions() throws Exception {
        assertThat(GeneratedPart.of(PAGE, "options: source"))
                .isEqualTo(
                        OptionsTable.markdown(
                                MySqlCdcMapping.RULES.options(), MySqlCdcMapping.RULES.required()));
    }

    @Test
    void listsTheRules() throws Exception {
        assertThat(GeneratedPart.of(PAGE, "mapping: source"))
                .isEqualTo(MappingTable.markdown(MySqlCdcMapping.RULES.rules()));
        assertThat(GeneratedPart.of(PAGE, "migration: source"))
                .isEqualTo(MappingTable.migration(MySqlCdcMapping.RULES.rules()));
    }
}
