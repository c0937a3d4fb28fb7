// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.ExceptionUtils;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalog as users of Flink SQL see it. */
class LaminarCatalogITCase {

    private static final String NUMBERS =
            "CREATE TABLE numbers (id BIGINT, ts TIMESTAMP(6)) WITH ('connector' = 'datagen',"
                    + " 'number-of-rows' = '3', 'fields.id.kind' = 'sequence',"
                    + " 'fields.id.start' = '1', 'fields.id.end' = '3'%s)";

    @TempDir private Path folder;

    @Test
    void keepsTablesViewsAndFunctionsInMemory() throws Exception {
        TableEnvironment sql = session("");
        run(sql, NUMBERS.formatted(""));
        run(sql, "CREATE VIEW doubled AS SELECT 2 * id AS id FROM numbers");
        run(sql, "CREATE FUNCTION lower_case AS '" + LowerCase.class.getName() + "'");
        assertThat(rows(sql, "SELECT lower_case('A'), id FROM doubled"))
                .containsExactly("+I[a, 2]", "+I[a, 4]", "+I[a, 6]");
        run(sql, "ALTER TABLE numbers RENAME TO numerals");
        run(sql, "CREATE DATABASE other");
        assertThat(rows(sql, "SHOW DATABASES")).containsExactly("+I[default]", "+I[other]");
        assertThat(rows(sql, "SHOW TABLES")).containsExactly("+I[doubled]", "+I[numerals]");
        run(sql, "DROP VIEW doubled");
        run(sql, "DROP TABLE numerals");
        assertThat(rows(sql, "SHOW TABLES")).isEmpty();
    }

    @Test
    void keepsEverythingInAFolderForTheNextSession() throws Exception {
        String store = ", 'store' = '" + folder.toUri() + "', 'default-database' = 'mine'";
        TableEnvironment first = session(store);
        run(
                first,
                "CREATE TABLE numbers (id BIGINT, twice AS 2 * id, ts TIMESTAMP(3) COMMENT 'time',"
                        + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND,"
                        + " PRIMARY KEY (id) NOT ENFORCED) COMMENT 'some' WITH ("
                        + "'connector' = 'datagen', 'number-of-rows' = '3',"
                        + " 'fields.id.kind' = 'sequence',"
                        + " 'fields.id.start' = '1', 'fields.id.end' = '3')");
        run(first, "CREATE VIEW doubled AS SELECT twice FROM numbers");
        run(first, "CREATE FUNCTION lower_case AS '" + LowerCase.class.getName() + "'");
        run(first, "CREATE DATABASE `an other` COMMENT 'empty' WITH ('a' = 'b')");
        List<String> shown = rows(first, "SHOW CREATE TABLE numbers");
        first.getCatalog("laminar").orElseThrow().close();

        TableEnvironment second = session(store);
        assertThat(rows(second, "SELECT lower_case('B'), twice FROM doubled"))
                .containsExactly("+I[b, 2]", "+I[b, 4]", "+I[b, 6]");
        assertThat(rows(second, "SHOW CREATE TABLE numbers")).isEqualTo(shown);
        CatalogDatabase other = second.getCatalog("laminar").orElseThrow().getDatabase("an other");
        assertThat(other.getComment()).isEqualTo("empty");
        assertThat(other.getProperties()).containsExactly(Map.entry("a", "b"));

        // Both see what the other does.
        run(second, "ALTER TABLE numbers SET ('number-of-rows' = '2')");
        run(second, "DROP FUNCTION lower_case");
        run(second, "ALTER TABLE numbers RENAME TO numerals");
        run(second, "DROP DATABASE `an other`");
        run(second, "CREATE VIEW tripled AS SELECT 3 * id AS id FROM numerals");
        assertThat(rows(first, "SHOW DATABASES")).containsExactly("+I[mine]");
        assertThat(rows(first, "SHOW TABLES"))
                .containsExactly("+I[doubled]", "+I[numerals]", "+I[tripled]");
        assertThat(rows(first, "SELECT * FROM tripled")).containsExactly("+I[3]", "+I[6]");
        assertThatThrownBy(() -> first.executeSql("SELECT lower_case('B')"))
                .hasMessageContaining("lower_case");
    }

    @Test
    void saysWhichFileItCannotRead() throws Exception {
        String store = ", 'store' = '" + folder.toUri() + "'";
        run(session(store), NUMBERS.formatted(""));
        Path file = folder.resolve("default/tables/numbers.properties");
        Files.writeString(file, "schema.0.name=\\u00zz");
        assertThatThrownBy(() -> session(store).executeSql("SHOW TABLES"))
                .hasStackTraceContaining(
                        file + " is not what this catalog has written: restore or delete it.");
    }

    @Test
    void keepsTablesInACatalogOfAnotherType() throws Exception {
        TableEnvironment sql =
                session(
                        ", 'delegate' = 'generic_in_memory',"
                                + " 'delegate.default-database' = 'theirs'");
        run(sql, NUMBERS.formatted(""));
        assertThat(rows(sql, "SHOW DATABASES")).containsExactly("+I[theirs]");
        assertThat(rows(sql, "SELECT id FROM numbers")).containsExactly("+I[1]", "+I[2]", "+I[3]");
    }

    @Test
    void showsNoSecretAndHandsItToTheJob() throws Exception {
        PostgresServer server = PostgresServer.shared();
        server.execute(
                "DROP TABLE IF EXISTS secrets; CREATE TABLE secrets (id bigint);"
                        + " DROP ROLE IF EXISTS teller; CREATE ROLE teller LOGIN;"
                        + " GRANT ALL ON secrets TO teller");
        TableEnvironment sql = session("");
        run(sql, NUMBERS.formatted(""));
        run(
                sql,
                "CREATE TABLE secrets (id BIGINT) WITH ('connector' = 'postgres',"
                        + " 'connection' = 'postgresql://teller:p4ss@127.0.0.1:%d/postgres',"
                                .formatted(server.port())
                        + " 'table' = 'secrets')");
        assertThat(rows(sql, "SHOW CREATE TABLE secrets").get(0))
                .contains("'connector' = 'laminar-postgres'")
                .contains("//teller:${secret:laminar.default.secrets/connection}@127.0.0.1")
                .doesNotContain("p4ss");
        Path plan = folder.resolve("plan.json");
        run(
                sql,
                "COMPILE PLAN '%s' FOR INSERT INTO secrets SELECT id FROM numbers".formatted(plan));
        assertThat(plan).content().contains("laminar-postgres").doesNotContain("p4ss");
        run(sql, "INSERT INTO secrets SELECT id FROM numbers");

        run(sql, "CREATE TABLE copied LIKE secrets");
        run(sql, "ALTER TABLE secrets RENAME TO hidden");
        run(sql, "ALTER TABLE hidden SET ('batch.size' = '10')");
        run(sql, "INSERT INTO hidden SELECT id + 10 FROM numbers");
        run(sql, "DROP TABLE hidden");
        run(sql, "INSERT INTO copied SELECT id + 20 FROM numbers");
        assertThat(server.query("SELECT id FROM secrets ORDER BY id"))
                .extracting(row -> row.get(0))
                .containsExactly(1L, 2L, 3L, 11L, 12L, 13L, 21L, 22L, 23L);

        run(sql, "ALTER TABLE copied SET ('table' = 'nowhere')");
        assertFails(sql, "INSERT INTO copied SELECT id FROM numbers")
                .hasMessageContaining("nowhere")
                .hasMessageNotContaining("p4ss");
    }

    @Test
    void letsPlainNamesMeanOursInItsOwnTablesOnly() {
        TableEnvironment sql = session("");
        run(sql, "CREATE CATALOG other WITH ('type' = 'generic_in_memory')");
        for (String kind : List.of("TABLE", "TEMPORARY TABLE")) {
            run(
                    sql,
                    "CREATE %s other.`default`.t (id BIGINT) WITH ('connector' = 'postgres')"
                            .formatted(kind));
            assertFails(sql, "INSERT INTO other.`default`.t VALUES (1)")
                    .hasMessageContaining("Could not find any factory for identifier 'postgres'");
            run(sql, "CREATE %s t (id BIGINT) WITH ('connector' = 'Postgres')".formatted(kind));
            assertFails(sql, "INSERT INTO t VALUES (1)")
                    .hasMessageContaining("Connector 'laminar-postgres': ");
            run(sql, "DROP %s t".formatted(kind));
        }
        run(sql, "CREATE TABLE t (id BIGINT) WITH ('connector' = 'blackhole')");
        run(sql, "ALTER TABLE t SET ('connector' = 'postgres')");
        assertFails(sql, "INSERT INTO t VALUES (1)")
                .hasMessageContaining("Connector 'laminar-postgres': ");
    }

    @Test
    void completesTemporaryTablesToo() throws Exception {
        TableEnvironment sql = session("");
        run(sql, "LOAD MODULE laminar");
        run(
                sql,
                NUMBERS.replace("CREATE TABLE", "CREATE TEMPORARY TABLE")
                        .formatted(", 'watermark.column' = 'ts'"));
        assertThat(rows(sql, "DESCRIBE numbers").get(1)).contains("TIMESTAMP(3) *ROWTIME*");
        assertThat(rows(sql, "SELECT id FROM numbers")).containsExactly("+I[1]", "+I[2]", "+I[3]");
    }

    @Test
    void putsNoSecretIntoATemporaryTable() {
        TableEnvironment sql = session("");
        run(
                sql,
                "CREATE TABLE kept (id BIGINT) WITH ('connector' = 'postgres', 'username' = 'u',"
                        + " 'password' = 'p4ss')");
        assertFails(sql, "CREATE TEMPORARY TABLE t LIKE kept")
                .hasMessageContaining(
                        "'password' holds ${secret:laminar.default.kept/password}, a secret of a table that"
                                + " this catalog keeps: a temporary table would show it. Write"
                                + " 'password' anew, with the secret itself or a reference such as"
                                + " '${env:NAME}'.");
        run(
                sql,
                "CREATE TEMPORARY TABLE t WITH ('password' = '${env:PASSWORD}')"
                        + " LIKE kept (OVERWRITING OPTIONS)");
    }

    @Test
    void takesTheWatermarkFromOptions() throws Exception {
        TableEnvironment sql = session("");
        run(sql, NUMBERS.formatted(", 'watermark.column' = 'ts', 'watermark.delay' = '90 s'"));
        assertThat(rows(sql, "DESCRIBE numbers"))
                .containsExactly(
                        "+I[id, BIGINT, true, null, null, null]",
                        "+I[ts, TIMESTAMP(3) *ROWTIME*, true, null, null,"
                                + " `ts` - INTERVAL '0 00:01:30.000' DAY(3) TO SECOND(3)]");
        assertThat(rows(sql, "SHOW CREATE TABLE numbers").get(0))
                .contains(
                        "WATERMARK FOR `ts` AS `ts` - INTERVAL '0 00:01:30.000' DAY(3) TO SECOND(3)")
                .doesNotContain("watermark.column");
        assertThat(
                        rows(
                                sql,
                                "SELECT count(*) FROM TABLE(TUMBLE(TABLE numbers, DESCRIPTOR(ts),"
                                        + " INTERVAL '1' DAY)) GROUP BY window_start, window_end"))
                .containsExactly("+I[3]");
        run(sql, "ALTER TABLE numbers SET ('number-of-rows' = '2')");
        assertThat(rows(sql, "DESCRIBE numbers").get(1)).contains("*ROWTIME*");
    }

    @Test
    void refusesAWatermarkThatCannotBe() {
        TableEnvironment sql = session("");
        assertFails(sql, NUMBERS.formatted(", 'watermark.column' = 't'"))
                .hasMessageContaining(
                        "Table laminar.default.numbers has no column 't', which"
                                + " 'watermark.column' names. Did you mean 'ts'?");
        assertFails(sql, NUMBERS.formatted(", 'watermark.column' = 'id'"))
                .hasMessageContaining(
                        "Table laminar.default.numbers: 'watermark.column' names 'id', which is of"
                                + " type BIGINT, but must be a TIMESTAMP or TIMESTAMP_LTZ column.");
        assertFails(
                        sql,
                        NUMBERS.formatted(
                                ", 'watermark.column' = 'ts', 'watermark.delay' = '1000 d'"))
                .hasMessageContaining(
                        "Table laminar.default.numbers: 'watermark.delay' is 1000 d, but must be"
                                + " between 0 s and 999 d.");
        assertFails(sql, NUMBERS.formatted(", 'watermark.delay' = '5 s'"))
                .hasMessageContaining(
                        "Table laminar.default.numbers: 'watermark.delay' needs"
                                + " 'watermark.column': name the column.");
        assertFails(
                        sql,
                        "CREATE TABLE t (ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ("
                                + "'connector' = 'datagen', 'watermark.column' = 'ts')")
                .hasMessageContaining(
                        "Table laminar.default.t has a WATERMARK clause and 'watermark.column':"
                                + " write one of them.");
    }

    @Test
    void refusesToFindColumnsWhereItsConnectorCannot() {
        assertFails(session(""), "CREATE TABLE t WITH ('connector' = 'datagen')")
                .hasMessageContaining(
                        "Table laminar.default.t has no columns, and connector 'datagen' can't find"
                                + " them: write them behind the table's name.");
        run(
                session(", 'schema.detection' = 'false'"),
                "CREATE TABLE t WITH ('connector' = 'datagen')");
    }

    @Test
    void tellsAllThatIsWrongWithItsOptions() {
        assertThatThrownBy(
                        () ->
                                session(
                                        ", 'store' = 'file:///tmp', 'delegate' = 'hive',"
                                                + " 'schema.sample_size' = '0', 'stor' = 'x'"))
                .hasStackTraceContaining("Catalog 'laminar': 3 options need mending:")
                .hasStackTraceContaining("Unknown option 'stor'. Did you mean 'store'?")
                .hasStackTraceContaining(
                        "'store' and 'delegate' both say where tables are kept: write one of them.")
                .hasStackTraceContaining("'schema.sample_size' is 0, but must be 1 or more.");
    }

    private static TableEnvironment session(String options) {
        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        sql.getConfig().set("parallelism.default", "1");
        run(sql, "CREATE CATALOG laminar WITH ('type' = 'laminar'" + options + ")");
        run(sql, "USE CATALOG laminar");
        return sql;
    }

    private static void run(TableEnvironment sql, String statement) {
        try {
            sql.executeSql(statement).await();
        } catch (Exception e) {
            throw new AssertionError(statement, e);
        }
    }

    private static List<String> rows(TableEnvironment sql, String query) throws Exception {
        List<String> rows = new ArrayList<>();
        try (CloseableIterator<Row> result = sql.executeSql(query).collect()) {
            result.forEachRemaining(row -> rows.add(row.toString()));
        }
        return rows;
    }

    /** The whole text that a user reads. */
    private static AbstractThrowableAssert<?, ?> assertFails(
            TableEnvironment sql, String statement) {
        try {
            sql.executeSql(statement).await();
        } catch (Exception e) {
            return assertThat(new Exception(ExceptionUtils.stringifyException(e)));
        }
        throw new AssertionError("Did not fail: " + statement);
    }
}
