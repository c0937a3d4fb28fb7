// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.runtime.typeutils.ExternalTypeInfo;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes by key, from Flink SQL into a real server. */
class UpsertITCase {

    private static final String AT_LEAST_ONCE = "";
    private static final String EXACTLY_ONCE = ", 'delivery.guarantee' = 'exactly-once'";

    private final PostgresServer server;
    private final StreamExecutionEnvironment environment =
            StreamExecutionEnvironment.getExecutionEnvironment();
    private final StreamTableEnvironment sql = StreamTableEnvironment.create(environment);

    UpsertITCase() throws IOException {
        server = PostgresServer.shared();
    }

    @BeforeEach
    void configure() {
        environment.setParallelism(1);
        sql.getConfig().set("restart-strategy.type", "none");
        sql.getConfig().set("execution.checkpointing.interval", "200 ms");
    }

    /** Creates the Flink table {@code sink}; {@code columns} may end with a PRIMARY KEY clause. */
    private void createSink(String columns, String table, String more) {
        sql.executeSql(
                String.format(
                        "CREATE TEMPORARY TABLE sink (%s) WITH ('connector' = 'laminar-postgres',"
                                + " 'connection' = '%s', 'table' = '%s'%s%s)",
                        columns,
                        server.uri(),
                        table,
                        more,
                        more.contains(EXACTLY_ONCE) ? ", 'sink.id' = '" + table + "'" : ""));
    }

    private void write(Row... changes) throws Exception {
        ResolvedSchema schema = sql.from("sink").getResolvedSchema();
        DataStream<Row> rows =
                environment.fromData(
                        List.of(changes), ExternalTypeInfo.of(schema.toPhysicalRowDataType()));
        sql.createTemporaryView(
                "changes",
                sql.fromChangelogStream(
                        rows,
                        Schema.newBuilder().fromResolvedSchema(schema).build(),
                        ChangelogMode.all()));
        sql.executeSql("INSERT INTO sink SELECT * FROM changes").await();
    }

    private static Row insert(@Nullable Object... fields) {
        return Row.ofKind(RowKind.INSERT, fields);
    }

    private static Row update(@Nullable Object... fields) {
        return Row.ofKind(RowKind.UPDATE_AFTER, fields);
    }

    private static Row delete(@Nullable Object... fields) {
        return Row.ofKind(RowKind.DELETE, fields);
    }

    private List<String> rows(String query) throws SQLException {
        return server.query("SELECT r::text FROM (" + query + ") r").stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    static Stream<Arguments> guaranteesAndBatchSizes() {
        return Stream.of(
                Arguments.of(AT_LEAST_ONCE, 1),
                Arguments.of(AT_LEAST_ONCE, 3),
                Arguments.of(AT_LEAST_ONCE, 10_000),
                Arguments.of(EXACTLY_ONCE, 1),
                Arguments.of(EXACTLY_ONCE, 3),
                Arguments.of(EXACTLY_ONCE, 10_000));
    }

    /** In one batch, in the next one, and across. */
    @ParameterizedTest(name = "{0}, {1} rows a batch")
    @MethodSource("guaranteesAndBatchSizes")
    void theLastChangeOfAKeyWins(String guarantee, int batchSize) throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS up_last; CREATE TABLE up_last (id bigint PRIMARY KEY, v text,"
                        + " note text DEFAULT 'kept'); INSERT INTO up_last VALUES (1, 'old',"
                        + " 'mine'), (4, 'old', 'mine'), (9, 'untouched', 'mine')");
        createSink(
                "id BIGINT, v STRING, PRIMARY KEY (id) NOT ENFORCED",
                "up_last",
                guarantee + ", 'batch_size' = '" + batchSize + "'");
        write(
                update(1L, "new"),
                insert(2L, "a"),
                update(2L, "b"),
                insert(3L, "gone"),
                delete(3L, "gone"),
                delete(4L, null),
                insert(5L, "gone"),
                delete(5L, null),
                insert(5L, "back"),
                update(-7L, null),
                delete(6L, "never there"));
        assertThat(rows("SELECT * FROM up_last ORDER BY id"))
                .containsExactly(
                        "(-7,,kept)",
                        "(1,new,mine)",
                        "(2,b,kept)",
                        "(5,back,kept)",
                        "(9,untouched,mine)");
        assertThat(
                        rows(
                                "SELECT relname FROM pg_class WHERE starts_with(relname::text,"
                                        + " 'laminar_' || left(encode(sha256(convert_to("
                                        + " current_database() || '.public/up_last', 'UTF8')),"
                                        + " 'hex'), 16))"))
                .as("staging tables of this sink")
                .isEmpty();
    }

    /** The right to delete is not needed then. */
    @ParameterizedTest
    @ValueSource(strings = {AT_LEAST_ONCE, EXACTLY_ONCE})
    void leavesDeletedRowsIfDeletesAreIgnored(String guarantee) throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS up_keep; CREATE TABLE up_keep (id int PRIMARY KEY, v text);"
                        + " CREATE TABLE IF NOT EXISTS up_seen (what text); TRUNCATE up_seen;"
                        + " CREATE OR REPLACE FUNCTION up_note() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN INSERT INTO up_seen VALUES (TG_OP); RETURN NULL; END';"
                        + " CREATE TRIGGER note BEFORE DELETE ON up_keep FOR EACH STATEMENT EXECUTE"
                        + " FUNCTION up_note()");
        createSink(
                "id INT, v STRING, PRIMARY KEY (id) NOT ENFORCED",
                "up_keep",
                guarantee + ", 'ignore_delete' = 'true'");
        write(insert(1, "a"), delete(1, "a"));
        assertThat(rows("SELECT * FROM up_keep")).containsExactly("(1,a)");
        assertThat(rows("SELECT * FROM up_seen")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {AT_LEAST_ONCE, EXACTLY_ONCE})
    void matchesByACompositeKeyInAnyOrderOfColumns(String guarantee) throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS up_two; CREATE TABLE up_two (v int, b text, a date, PRIMARY"
                        + " KEY (a, b))");
        createSink("b STRING, v INT, a DATE, PRIMARY KEY (a, b) NOT ENFORCED", "up_two", guarantee);
        LocalDate day = LocalDate.of(2026, 1, 2);
        write(
                insert("x", 1, day),
                insert("xy", 2, day),
                update("x", 3, day),
                delete("xy", null, day),
                insert("x", 4, day.plusDays(1)));
        assertThat(rows("SELECT a, b, v FROM up_two ORDER BY a, b"))
                .containsExactly("(2026-01-02,x,3)", "(2026-01-03,x,4)");
    }

    @Test
    void aUniqueIndexIsAsGoodAsAPrimaryKeyAndTheOptionNamesIt() throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS up_index; CREATE TABLE up_index (code text, v int); CREATE"
                        + " UNIQUE INDEX ON up_index (code)");
        createSink("code STRING, v INT", "up_index", ", 'primary_key' = 'code'");
        sql.executeSql("INSERT INTO sink VALUES ('a', 1), ('b', 2), ('a', 3)").await();
        assertThat(rows("SELECT * FROM up_index ORDER BY code")).containsExactly("(a,3)", "(b,2)");
    }

    @Test
    void aTableOfKeysOnlyKeepsThem() throws Exception {
        server.execute("DROP TABLE IF EXISTS up_keys; CREATE TABLE up_keys (id int PRIMARY KEY)");
        createSink("id INT, PRIMARY KEY (id) NOT ENFORCED", "up_keys", AT_LEAST_ONCE);
        write(insert(1), insert(1), insert(2), delete(2));
        assertThat(rows("SELECT * FROM up_keys")).containsExactly("(1)");
    }

    /** The bytes of the keys differ, but the server takes them for one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "char(5)    | ''",
                "char(5)    | " + EXACTLY_ONCE,
                "varchar(1) | ''",
                "varchar(1) | " + EXACTLY_ONCE,
                "up_short   | ''"
            })
    void keysThatOnlyTheServerTakesForEqualAreOneRow(String type, String guarantee)
            throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS up_blank; DROP DOMAIN IF EXISTS up_short; CREATE DOMAIN"
                        + " up_short AS varchar(1); CREATE TABLE up_blank (code "
                        + type
                        + " PRIMARY KEY, v int)");
        createSink("code STRING, v INT, PRIMARY KEY (code) NOT ENFORCED", "up_blank", guarantee);
        write(
                insert("a ", 1),
                insert("b", 2),
                insert("a", 3),
                insert("a  ", 4),
                delete("b  ", null),
                insert("c", 5),
                insert("d ", 6),
                delete("d", null));
        assertThat(rows("SELECT trim(code), v FROM up_blank ORDER BY code"))
                .containsExactly("(a,4)", "(c,5)");
    }

    @Test
    void aDeletedRowsValueIsFreeForTheRowThatTakesItOver() throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS up_mail; CREATE TABLE up_mail (id int PRIMARY KEY, mail text"
                        + " UNIQUE); INSERT INTO up_mail VALUES (2, 'x@y')");
        createSink("id INT, mail STRING, PRIMARY KEY (id) NOT ENFORCED", "up_mail", AT_LEAST_ONCE);
        write(delete(2, "x@y"), insert(1, "x@y"));
        assertThat(rows("SELECT * FROM up_mail")).containsExactly("(1,x@y)");
    }

    /** Such as the rest of a row that was left out when it came. */
    @ParameterizedTest
    @ValueSource(strings = {AT_LEAST_ONCE, EXACTLY_ONCE})
    void onlyTheKeyOfADeletionCounts(String guarantee) throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS up_rest; DROP DOMAIN IF EXISTS filled; CREATE DOMAIN filled AS"
                        + " varchar(3) NOT NULL; CREATE TABLE up_rest (id int PRIMARY KEY, v filled,"
                        + " w int); INSERT INTO up_rest VALUES (1, 'a', 1), (2, 'b', 2)");
        createSink("id INT, v STRING, w INT, PRIMARY KEY (id) NOT ENFORCED", "up_rest", guarantee);
        write(delete(1, "too long, and \0", 1), delete(2, null, null), insert(3, "c", 3));
        assertThat(rows("SELECT * FROM up_rest")).containsExactly("(3,c,3)");
    }

    @Test
    void aggregatesThatGoBackAndForthEndRight() throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS up_sum; CREATE TABLE up_sum (k int PRIMARY KEY, n bigint)");
        sql.executeSql(
                "CREATE TEMPORARY TABLE numbers (id BIGINT) WITH ('connector' = 'datagen',"
                        + " 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' ="
                        + " '20000', 'rows-per-second' = '20000')");
        createSink(
                "k INT, n BIGINT, PRIMARY KEY (k) NOT ENFORCED",
                "up_sum",
                EXACTLY_ONCE + ", 'batch_size' = '100'");
        sql.executeSql(
                        "INSERT INTO sink SELECT k, SUM(id) FROM (SELECT CAST(id AS INT) / 1000 AS k,"
                                + " id FROM numbers) GROUP BY k")
                .await();
        assertThat(rows("SELECT count(*), sum(n) FROM up_sum")).containsExactly("(21,200010000)");
    }

    @Test
    void aNullInTheKeyFailsTheJobAndNamesTheColumn() throws Exception {
        server.execute("DROP TABLE IF EXISTS up_null; CREATE TABLE up_null (id int UNIQUE, v int)");
        createSink("id INT, v INT", "up_null", ", 'primary_key' = 'id'");
        assertThatThrownBy(
                        () ->
                                sql.executeSql("INSERT INTO sink VALUES (CAST(NULL AS INT), 1)")
                                        .await())
                .satisfies(
                        e ->
                                assertThat(
                                                ExceptionUtils.findThrowableWithMessage(
                                                        e,
                                                        "A row can't be stored. Column 'id': it is"
                                                                + " part of the key, but NULL."))
                                        .isPresent());
    }
}
