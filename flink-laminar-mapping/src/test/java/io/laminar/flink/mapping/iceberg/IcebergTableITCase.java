// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;

/** What an INSERT does to a table, and what it refuses. */
class IcebergTableITCase extends IcebergSqlTestBase {

    @Test
    void partitionsANewTableByTransforms() throws Exception {
        create(
                "events (id BIGINT, name STRING, region STRING, ts TIMESTAMP(3))",
                "made.events",
                "'partition_by' = 'days(ts), bucket(16, id), truncate(4, name), region'",
                "'write.parquet.compression-codec' = 'zstd'");
        run("INSERT INTO events VALUES (1, 'pencil', 'eu', TIMESTAMP '2026-11-22 10:00:00')");
        Table table = lake().table("made.events");
        assertThat(PartitionBy.of(table.spec()))
                .hasToString("days(ts), bucket(16, id), truncate(4, name), region");
        assertThat(lake().rows("made.events")).containsExactly("1,pencil,eu,2026-11-22T10:00");
        // A second run finds it as it wants it.
        run("INSERT INTO events VALUES (2, 'pen', 'eu', TIMESTAMP '2026-11-22 10:00:00')");
    }

    @Test
    void keepsCredentialsOutOfTheMetadataOfANewTable() throws Exception {
        create(
                "secretive (id BIGINT)",
                "made.secretive",
                "'storage.secret_key' = 'hush'",
                "'write.metadata.previous-versions-max' = '7'");
        run("INSERT INTO secretive VALUES (1)");
        assertThat(lake().table("made.secretive").properties())
                .containsEntry("write.metadata.previous-versions-max", "7")
                .doesNotContainKeys("token", "s3.secret-access-key", "uri", "connector");
    }

    @Test
    void takesPartitionedByAsTransformsOfIdentity() throws Exception {
        // An INSERT OVERWRITE wants a job that ends by itself.
        sql =
                StreamTableEnvironment.create(
                        StreamExecutionEnvironment.getExecutionEnvironment(),
                        EnvironmentSettings.inBatchMode());
        sql.executeSql(
                "CREATE TABLE regions (id BIGINT, region STRING) PARTITIONED BY (region) WITH"
                        + " ('connector' = 'laminar-iceberg', 'table' = 'made.regions',"
                        + " 'catalog_uri' = '"
                        + server().uri()
                        + "', 'catalog.token' = '"
                        + server().token()
                        + "')");
        run("INSERT INTO regions PARTITION (region = 'eu') SELECT 1");
        assertThat(PartitionBy.of(lake().table("made.regions").spec())).hasToString("region");
        run("INSERT OVERWRITE regions PARTITION (region = 'eu') SELECT 2");
        assertThat(lake().rows("made.regions")).containsExactly("2,eu");
    }

    @Test
    void addsColumnsWhereTheDdlHasThem() throws Exception {
        create("narrow (id BIGINT, name STRING)", "made.growing");
        run("INSERT INTO narrow VALUES (1, 'pen')");
        create(
                "wide (first INT, id BIGINT, price DECIMAL(10, 2), name STRING)",
                "made.growing",
                "'schema.evolution' = 'add_columns'");
        run("INSERT INTO wide VALUES (7, 2, 1.50, 'ink')");
        assertThat(lake().rows("made.growing")).containsExactly("7,2,1.50,ink", "null,1,null,pen");
        assertRefused(
                "INSERT INTO narrow VALUES (3, 'tip')",
                "Columns 'first', 'price' of table made.growing are not in the DDL, and Iceberg"
                        + " writes whole rows: add them; a query may give NULL.");
    }

    @Test
    void refusesATableOfOtherColumns() throws Exception {
        create("owned (id BIGINT NOT NULL, name STRING, seen TIMESTAMP(6))", "made.owned");
        run("INSERT INTO owned VALUES (1, 'pen', TIMESTAMP '2026-11-22 10:00:00')");
        create("other (seen TIMESTAMP(3), name INT, extra STRING)", "made.owned");
        assertRefused(
                "INSERT INTO other VALUES (TIMESTAMP '2026-11-22 10:00:00', 1, 'x')",
                "Connector 'laminar-iceberg': 4 options need mending:",
                "Column 'name' of table made.owned is STRING, not INT.",
                "Table made.owned has no column 'extra'; 'schema.evolution' = 'add_columns' would"
                        + " add it.",
                "Columns 'id' of table made.owned are not in the DDL",
                "The columns have to be in the order of table made.owned: name, seen.");
        create(
                "stricter (id BIGINT, more INT NOT NULL)",
                "made.owned",
                "'schema.evolution' = 'add_columns'");
        assertRefused(
                "INSERT INTO stricter VALUES (1, 1)",
                "Column 'id' of table made.owned is NOT NULL: write it so.",
                "Table made.owned has no column 'more', and it can't be added: it is NOT NULL,"
                        + " which the rows in the table could not be.");
        assertThat(lake().table("made.owned").schema().columns()).hasSize(3);
    }

    @Test
    void refusesATableOfOtherPartitions() throws Exception {
        create("parted (id BIGINT, region STRING)", "made.parted", "'partition_by' = 'region'");
        run("INSERT INTO parted VALUES (1, 'eu')");
        create(
                "bucketed (id BIGINT, region STRING)",
                "made.parted",
                "'partition_by' = 'bucket(4, id)'");
        assertRefused(
                "INSERT INTO bucketed VALUES (1, 'eu')",
                "Table made.parted is partitioned by 'region', not by 'bucket(4, id)': leave"
                        + " 'partition_by' out, or change the table.");
    }

    @Test
    void refusesPartitionsThatDoNotFitTheColumns() throws Exception {
        create("unfit (id BIGINT, name STRING)", "made.unfit", "'partition_by' = 'days(name)'");
        assertRefused(
                "INSERT INTO unfit VALUES (1, 'pen')",
                "'partition_by' is 'days(name)', which does not fit the columns: ");
        create("absent (id BIGINT)", "made.unfit", "'partition_by' = 'region'");
        assertRefused(
                "INSERT INTO absent VALUES (1)",
                "'partition_by' is 'region', which does not fit the columns: Cannot find source"
                        + " column: region.");
    }

    @Test
    void refusesAnUpsertThatTheTableCanNotTake() throws Exception {
        create(
                "keyless (id BIGINT, region STRING)",
                "made.keyless",
                "'partition_by' = 'region'",
                "'format-version' = '1'");
        run("INSERT INTO keyless VALUES (1, 'eu')");
        create(
                "keyed (id BIGINT, region STRING, PRIMARY KEY (id) NOT ENFORCED)",
                "made.keyless",
                "'write_mode' = 'upsert'");
        assertRefused(
                "INSERT INTO keyed VALUES (1, 'eu')",
                "The identifier fields of table made.keyless are not set, and the PRIMARY KEY is"
                        + " (id): upsert needs the same.",
                "Table made.keyless has format version 1, which knows no deletes: upsert needs 2.",
                "Table made.keyless is partitioned by column 'region', which is not in the PRIMARY"
                        + " KEY (id)");
        create("unkeyed (id BIGINT)", "made.unkeyed", "'write_mode' = 'upsert'");
        assertRefused(
                "INSERT INTO unkeyed VALUES (1)",
                "'write_mode' = 'upsert' needs a PRIMARY KEY (…) NOT ENFORCED in the table's"
                        + " columns.");
    }

    @Test
    void createsNothingWhereThatIsSwitchedOff() throws Exception {
        create("absent (id BIGINT)", "made.absent", "'auto_create_table' = 'false'");
        assertRefused(
                "INSERT INTO absent VALUES (1)",
                "There is no table made.absent in the catalog, and 'auto_create_table' is"
                        + " 'false'.");
    }

    @Test
    void needsCheckpointsUnlessInBatchMode() throws Exception {
        sql = StreamTableEnvironment.create(StreamExecutionEnvironment.getExecutionEnvironment());
        create("endless (id BIGINT)", "made.endless");
        sql.executeSql("CREATE TABLE numbers (id BIGINT) WITH ('connector' = 'datagen')");
        assertRefused(
                "INSERT INTO endless SELECT id FROM numbers",
                "Iceberg commits rows with checkpoints, which are off: switch them on, for example by"
                        + " SET 'execution.checkpointing.interval' = '1 min', or run a query that ends"
                        + " in batch mode.");
        assertThat(lake().exists("made.endless")).isFalse();
    }

    @Test
    void refusesIcebergsSecondSink() throws Exception {
        create("older (id BIGINT)", "made.older");
        sql.getConfig().set("table.exec.iceberg.use-v2-sink", "true");
        assertRefused(
                "INSERT INTO older VALUES (1)", "'table.exec.iceberg.use-v2-sink' must stay off");
    }

    private void assertRefused(String insert, String... messages) throws IOException {
        assertThatThrownBy(() -> run(insert))
                .satisfies(
                        failure ->
                                assertThat(ExceptionUtils.stringifyException(failure))
                                        .contains(messages));
    }
}
