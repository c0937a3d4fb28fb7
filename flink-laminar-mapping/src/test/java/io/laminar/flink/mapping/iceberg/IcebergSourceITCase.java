// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.sdk.schema.SchemaDetector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.ExceptionUtils;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;

/** Reading, on a REST catalog. */
class IcebergSourceITCase extends IcebergSqlTestBase {

    private static final String[] STREAMING = {
        "'streaming' = 'true'", "'monitor_interval' = '100 ms'"
    };

    @Test
    void goesOnWithWhatIsAppended() throws Exception {
        create("log (id BIGINT)", "read.log");
        run("INSERT INTO log VALUES (1), (2)");
        create("feed (id BIGINT)", "read.log", STREAMING);
        try (CloseableIterator<Row> rows = sql.executeSql("SELECT id FROM feed").collect()) {
            assertThat(take(rows, 2)).containsExactlyInAnyOrder("+I[1]", "+I[2]");
            run("INSERT INTO log VALUES (3)");
            assertThat(take(rows, 1)).containsExactly("+I[3]");
        }
    }

    @Test
    void beginsWithASnapshotOrATag() throws Exception {
        create("steps (id BIGINT)", "read.steps");
        run("INSERT INTO steps VALUES (1)");
        run("INSERT INTO steps VALUES (2)");
        Table table = lake().table("read.steps");
        long second = table.currentSnapshot().snapshotId();
        table.manageSnapshots().createTag("second", second).commit();
        run("INSERT INTO steps VALUES (3)");

        create("from_id (id BIGINT)", "read.steps", with("'start_snapshot_id' = '" + second + "'"));
        create("from_tag (id BIGINT)", "read.steps", with("'start_tag' = 'second'"));
        for (String feed : List.of("from_id", "from_tag")) {
            try (CloseableIterator<Row> rows = sql.executeSql("SELECT id FROM " + feed).collect()) {
                assertThat(take(rows, 2)).containsExactlyInAnyOrder("+I[2]", "+I[3]");
            }
        }
        create("after_id (id BIGINT)", "read.steps", "'start_snapshot_id' = '" + second + "'");
        create("after_tag (id BIGINT)", "read.steps", "'start_tag' = 'second'");
        assertThat(query("SELECT id FROM after_id")).containsExactly("+I[3]");
        assertThat(query("SELECT id FROM after_tag")).containsExactly("+I[3]");

        create("from_none (id BIGINT)", "read.steps", with("'start_snapshot_id' = '5'"));
        assertRefused("from_none", "Table read.steps has no snapshot 5.");
        create("from_nowhere (id BIGINT)", "read.steps", with("'start_tag' = 'third'"));
        assertRefused("from_nowhere", "Table read.steps has no snapshot with the tag 'third'.");
    }

    @Test
    void refusesAStreamingReadThatWouldMissChanges() throws Exception {
        create(
                "keyed (id BIGINT, PRIMARY KEY (id) NOT ENFORCED)",
                "read.keyed",
                "'write_mode' = 'upsert'");
        run("INSERT INTO keyed VALUES (1)");
        create("keyed_feed (id BIGINT)", "read.keyed", STREAMING);
        assertRefused(
                "keyed_feed",
                "Table read.keyed is written by upserts ('write.upsert.enabled'), which a streaming"
                        + " read would pass over");
        assertThat(query("SELECT id FROM keyed")).containsExactly("+I[1]");

        Table table = lake().table("read.keyed");
        table.updateProperties().remove("write.upsert.enabled").commit();
        long upsert = table.currentSnapshot().snapshotId();
        assertRefused(
                "keyed_feed",
                "Snapshot " + upsert + " of table read.keyed replaces or deletes rows");
        create("append (id BIGINT NOT NULL)", "read.keyed");
        run("INSERT INTO append VALUES (2)");
        table.refresh();
        create(
                "later (id BIGINT)",
                "read.keyed",
                with("'start_snapshot_id' = '" + table.currentSnapshot().snapshotId() + "'"));
        try (CloseableIterator<Row> rows = sql.executeSql("SELECT id FROM later").collect()) {
            assertThat(take(rows, 1)).containsExactly("+I[2]");
        }
    }

    @Test
    void readsOnlyWhatIsAskedFor() throws Exception {
        create("wide (id BIGINT, name STRING, price DOUBLE)", "read.wide");
        run("INSERT INTO wide VALUES (1, 'pen', 1.5), (2, 'ink', 2.5), (3, 'tip', 3.5)");
        assertThat(sql.explainSql("SELECT name FROM wide WHERE id > 1 LIMIT 1"))
                .contains("project=[id, name]", "filter=[>(id, 1)]")
                .doesNotContain("price");
        assertThat(query("SELECT name FROM wide WHERE id > 1"))
                .containsExactly("+I[ink]", "+I[tip]");
        assertThat(query("SELECT COUNT(*) FROM (SELECT * FROM wide LIMIT 2)")).contains("+U[2]");
        create("narrow (price DOUBLE)", "read.wide", "'scan.parallelism' = '1'");
        assertThat(query("SELECT price FROM narrow"))
                .containsExactly("+I[1.5]", "+I[2.5]", "+I[3.5]");
        assertThat(sql.explainSql("SELECT price FROM narrow", ExplainDetail.JSON_EXECUTION_PLAN))
                .contains("\"parallelism\" : 1");
    }

    @Test
    void readsATablesMetadata() throws Exception {
        create("log (id BIGINT)", "read.with_history");
        run("INSERT INTO log VALUES (1)");
        create("history (operation STRING)", "read.with_history$snapshots");
        assertThat(query("SELECT operation FROM history")).containsExactly("+I[append]");
    }

    @Test
    void refusesATableThatIsNotThereOrOtherwise() throws Exception {
        create("nowhere (id BIGINT)", "read.nowhere");
        assertRefused(
                "nowhere",
                "There is no table read.nowhere in the catalog. A SELECT does not create it.");
        assertThat(lake().exists("read.nowhere")).isFalse();
        create("typed (id BIGINT)", "read.typed");
        run("INSERT INTO typed VALUES (1)");
        create("mistyped (id STRING, name STRING)", "read.typed");
        assertRefused(
                "mistyped",
                "Column 'id' of table read.typed is BIGINT, not STRING.",
                "Table read.typed has no column 'name'.");
    }

    @Test
    void tellsTheColumnsOfATable() throws Exception {
        create(
                "known (id BIGINT, name STRING, seen TIMESTAMP(3), PRIMARY KEY (id) NOT ENFORCED)",
                "read.known",
                "'write_mode' = 'upsert'");
        run("INSERT INTO known VALUES (1, 'pen', TIMESTAMP '2026-11-22 10:00:00')");
        ResolvedSchema schema = detect("read.known");
        assertThat(schema.getColumns())
                .extracting(Column::asSummaryString)
                .containsExactly("`id` BIGINT NOT NULL", "`name` STRING", "`seen` TIMESTAMP(6)");
        assertThat(schema.getPrimaryKey().orElseThrow().getColumns()).containsExactly("id");
        assertThatThrownBy(() -> detect("read.unknown"))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "Connector 'laminar-iceberg': There is no table read.unknown in the catalog"
                                + " whose columns could be read: write the columns.");
    }

    private ResolvedSchema detect(String table) throws Exception {
        return new LaminarIcebergTableFactory()
                .detectSchema(
                        new SchemaDetector.Request(
                                ObjectIdentifier.of("catalog", "database", "table"),
                                Map.of(
                                        "connector",
                                        "laminar-iceberg",
                                        "catalog_uri",
                                        server().uri(),
                                        "catalog.token",
                                        server().token(),
                                        "table",
                                        table),
                                new SchemaDetector.Sampling(1, Duration.ofSeconds(1)),
                                new Configuration(),
                                getClass().getClassLoader()));
    }

    private static String[] with(String option) {
        List<String> options = new ArrayList<>(List.of(STREAMING));
        options.add(option);
        return options.toArray(new String[0]);
    }

    private void assertRefused(String table, String... messages) {
        assertThatThrownBy(() -> query("SELECT * FROM " + table))
                .satisfies(
                        failure ->
                                assertThat(ExceptionUtils.stringifyException(failure))
                                        .contains(messages));
    }

    private static List<String> take(CloseableIterator<Row> rows, int count) {
        List<String> taken = new ArrayList<>();
        while (taken.size() < count && rows.hasNext()) {
            taken.add(rows.next().toString());
        }
        return taken;
    }
}
