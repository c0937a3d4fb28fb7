// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.sdk.option.OptionsTable;
import io.laminar.flink.testing.GeneratedPart;
import io.laminar.flink.testing.TestedSql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.Test;

/** The catalog's page says what the code does. */
class CatalogDocumentationITCase {

    private static final String PAGE = "catalog.md";

    @Test
    void listsTheOptions() throws Exception {
        assertThat(GeneratedPart.of(PAGE, "options: catalog"))
                .isEqualTo(OptionsTable.markdown(LaminarCatalogOptions.OF_CATALOG, Map.of()));
        assertThat(GeneratedPart.of(PAGE, "options: table"))
                .isEqualTo(OptionsTable.markdown(LaminarCatalogOptions.OF_TABLES, Map.of()));
    }

    @Test
    void showsStatementsThatWork() throws Exception {
        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        for (String block : TestedSql.blocks(Files.readString(Path.of("../docs", PAGE)))) {
            for (String statement : block.split(";\n", -1)) {
                if (!statement.isBlank()) {
                    sql.executeSql(statement).await();
                }
            }
        }
        assertThat(sql.from("readings").getResolvedSchema().getWatermarkSpecs()).hasSize(1);
    }
}
