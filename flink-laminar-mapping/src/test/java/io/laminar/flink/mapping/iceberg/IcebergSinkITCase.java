// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.apache.flink.table.api.TableException;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;

/** Writing, on a REST catalog. */
class IcebergSinkITCase extends IcebergSqlTestBase {

    @Test
    void appendsRowsToATableThatItCreatesWithItsNamespaces() throws Exception {
        create("orders (id BIGINT, item STRING)", "append.nested.orders");
        run("INSERT INTO orders VALUES (1, 'pen'), (2, 'ink'), (1, 'pen')");
        run("INSERT INTO orders VALUES (3, 'paper')");
        assertThat(lake().rows("append.nested.orders"))
                .containsExactly("1,pen", "1,pen", "2,ink", "3,paper");
        assertThat(query("SELECT * FROM orders WHERE id > 1"))
                .containsExactly("+I[2, ink]", "+I[3, paper]");
    }

    @Test
    void replacesAndDeletesRowsByTheirKey() throws Exception {
        create(
                "totals (item STRING, amount BIGINT, PRIMARY KEY (item) NOT ENFORCED)",
                "upsert.totals",
                "'write_mode' = 'upsert'");
        run("INSERT INTO totals VALUES ('pen', 1), ('ink', 2)");
        run("INSERT INTO totals VALUES ('pen', 5), ('paper', 9)");
        assertThat(lake().rows("upsert.totals")).containsExactly("ink,2", "paper,9", "pen,5");
        Table table = lake().table("upsert.totals");
        assertThat(table.schema().identifierFieldNames()).containsExactly("item");
    }

    @Test
    void keepsOneRowAKeyOfAQueryWithUpdates() throws Exception {
        create(
                "counts (item STRING, amount BIGINT, PRIMARY KEY (item) NOT ENFORCED)",
                "upsert.counts",
                "'write_mode' = 'upsert'");
        run(
                "INSERT INTO counts SELECT item, COUNT(*) FROM (VALUES ('pen'), ('ink'), ('pen'))"
                        + " AS t (item) GROUP BY item");
        assertThat(lake().rows("upsert.counts")).containsExactly("ink,1", "pen,2");
    }

    @Test
    void deletesTheRowOfAKeyThatAQueryGivesUp() throws Exception {
        create(
                "best (amount BIGINT, item STRING, PRIMARY KEY (amount) NOT ENFORCED)",
                "upsert.best",
                "'write_mode' = 'upsert'");
        // The key of the table is not that of the query: each new maximum is another row.
        run(
                "INSERT INTO best SELECT MAX(amount), item FROM (VALUES ('pen', 1), ('pen', 2),"
                        + " ('ink', 3), ('pen', 4)) AS t (item, amount) GROUP BY item");
        assertThat(lake().rows("upsert.best")).containsExactly("3,ink", "4,pen");
    }

    @Test
    void replacesRowsOfAPartitionedTable() throws Exception {
        create(
                "stock (region STRING, item STRING, amount INT,"
                        + " PRIMARY KEY (region, item) NOT ENFORCED)",
                "upsert.stock",
                "'write_mode' = 'upsert'",
                "'partition_by' = 'region'");
        run("INSERT INTO stock VALUES ('eu', 'pen', 1), ('us', 'pen', 2), ('eu', 'ink', 3)");
        run("INSERT INTO stock VALUES ('eu', 'pen', 4)");
        assertThat(lake().rows("upsert.stock")).containsExactly("eu,ink,3", "eu,pen,4", "us,pen,2");
        assertThat(query("SELECT amount FROM stock WHERE region = 'eu'"))
                .containsExactly("+I[3]", "+I[4]");
    }

    @Test
    void commitsTheRowsAfterTheLastPeriodicCheckpointOfABoundedJob() throws Exception {
        create("tail (id BIGINT)", "append.tail");
        sql.getConfig().set("execution.checkpointing.interval", "700 ms");
        sql.executeSql(
                "CREATE TABLE slowly (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second'"
                        + " = '10', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1',"
                        + " 'fields.id.end' = '30')");
        run("INSERT INTO tail SELECT id FROM slowly");
        assertThat(lake().rows("append.tail")).hasSize(30).doesNotHaveDuplicates();
        assertThat(lake().table("append.tail").snapshots())
                .as("commits, of which the last is not a periodic checkpoint's")
                .hasSizeGreaterThan(1);
    }

    @Test
    void writesFilesOfTheFormatThatIsAskedFor() throws Exception {
        for (FileFormat format : List.of(FileFormat.PARQUET, FileFormat.ORC, FileFormat.AVRO)) {
            String table = "as_" + format.name().toLowerCase(Locale.ROOT);
            create(
                    table + " (id BIGINT)",
                    "formats." + table,
                    "'file_format' = '" + format.name() + "'");
            run("INSERT INTO " + table + " VALUES (1)");
            assertThat(lake().files("formats." + table).get(0).format()).isEqualTo(format);
            assertThat(query("SELECT * FROM " + table)).containsExactly("+I[1]");
        }
    }

    @Test
    void spreadsRowsOverTheWritersAsAskedFor() throws Exception {
        sql.getConfig().set("execution.checkpointing.interval", "1 h");
        sql.executeSql(
                "CREATE TABLE rows_ (id BIGINT, part INT) WITH ('connector' = 'datagen',"
                        + " 'fields.id.kind' = 'sequence', 'fields.id.start' = '1',"
                        + " 'fields.id.end' = '200', 'fields.part.min' = '0', 'fields.part.max' ="
                        + " '1')");
        assertThat(files("spread_none", "'distribution_mode' = 'none'")).isEqualTo(4);
        assertThat(files("spread_hash", "'distribution_mode' = 'hash'")).isEqualTo(2);
        assertThat(files("spread_one", "'sink.parallelism' = '1'")).isEqualTo(2);
    }

    private int files(String table, String option) throws Exception {
        create(
                table + " (id BIGINT, part INT)",
                "spread." + table,
                "'partition_by' = 'part'",
                option);
        run("INSERT INTO " + table + " SELECT * FROM rows_");
        return lake().files("spread." + table).size();
    }

    @Test
    void refusesUpdatesInAppendMode() throws Exception {
        create("seen (item STRING, amount BIGINT)", "append.seen");
        assertThatThrownBy(
                        () ->
                                run(
                                        "INSERT INTO seen SELECT item, COUNT(*) FROM (VALUES"
                                                + " ('pen')) AS t (item) GROUP BY item"))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("doesn't support consuming update changes");
        // Nothing is made for a statement that can't be run.
        assertThat(lake().exists("append.seen")).isFalse();
    }
}
