// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.testing.TestedSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SQL of the connector's page, and that of its specification; only addresses are changed. */
class IcebergDocumentedSqlITCase extends IcebergSqlTestBase {

    private static final Pattern SET = Pattern.compile("SET '([^']+)' = '([^']+)'");

    private final String page = Files.readString(Path.of("..", "docs", "iceberg.md"));

    @TempDir private Path folder;

    IcebergDocumentedSqlITCase() throws IOException {}

    @Test
    void theQuickStartRunsAsPrinted() throws Exception {
        List<String> blocks = TestedSql.blocks(page);
        assertThat(blocks).hasSize(2);
        assertThat(execute(blocks.get(0))).containsExactly("+I[d1, 21.5]");
        assertThat(execute(blocks.get(1))).containsExactly("+I[pen, 3]");
        assertThat(PartitionBy.of(lake().table("plant.readings").spec()))
                .hasToString("days(ts), bucket(16, device)");
        assertThat(TestedSql.blocks("plan", page)).hasSize(1);
        execute(TestedSql.blocks("plan", page).get(0));
        assertThat(sql.explainSql("SELECT device FROM feed")).contains("Optimized Execution Plan");
    }

    @Test
    void noBlockIsLeftOut() {
        assertThat(Pattern.compile("```sql\n").matcher(page).results().count())
                .isEqualTo(Pattern.compile("<!-- /tested -->").matcher(page).results().count());
    }

    @Test
    void theSpecificationsSinksRun() throws Exception {
        create(
                "warehouse (order_id BIGINT, amount DOUBLE)",
                "analytics.enriched_orders",
                "'write_mode' = 'append'");
        run("INSERT INTO warehouse VALUES (1, 9.5)");
        assertThat(lake().rows("analytics.enriched_orders")).containsExactly("1,9.5");

        create(
                "iceberg_transactions (tx_id STRING, account_id BIGINT, amount DOUBLE,"
                        + " tx_type STRING, ts TIMESTAMP)",
                "production.transactions",
                "'write_mode' = 'append'",
                "'partition_by' = 'days(ts)'");
        run(
                "INSERT INTO iceberg_transactions VALUES"
                        + " ('t1', 7, 1.5, 'debit', TIMESTAMP '2026-11-22 10:00:00')");
        assertThat(lake().rows("production.transactions"))
                .containsExactly("t1,7,1.5,debit,2026-11-22T10:00");
    }

    /** One statement after the other; returns the rows of the last one. */
    private List<String> execute(String block) throws Exception {
        List<String> rows = new ArrayList<>();
        for (String statement : Arrays.asList(block.split(";\\s*\n", -1))) {
            Matcher set = SET.matcher(statement.strip());
            if (set.matches()) {
                sql.getConfig().set(set.group(1), set.group(2));
            } else if (!statement.isBlank()) {
                rows.clear();
                try (CloseableIterator<Row> results =
                        sql.executeSql(withAddressesOfTheTest(statement)).collect()) {
                    results.forEachRemaining(row -> rows.add(row.toString()));
                }
            }
        }
        return rows;
    }

    private String withAddressesOfTheTest(String statement) throws IOException {
        return statement
                .replace("http://localhost:8181", server().uri())
                .replace("${env:CATALOG_TOKEN}", server().token())
                .replace("${env:STORAGE_KEY}", "key")
                .replace("/data/lake", folder.toString());
    }
}
