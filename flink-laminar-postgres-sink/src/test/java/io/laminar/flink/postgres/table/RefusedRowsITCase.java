// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that the server refuses, under every guarantee. */
class RefusedRowsITCase {

    @RegisterExtension private static final MiniClusterExtension CLUSTER = KeptMetrics.cluster();

    private static final String TWO_PHASE =
            ", 'delivery.guarantee' = 'exactly-once', 'commit.strategy' = 'two-phase'";
    private static final String CO_TRANSACTIONAL =
            ", 'delivery.guarantee' = 'exactly-once', 'commit.strategy' = 'co-transactional'";

    private final PostgresServer server;
    private StreamTableEnvironment sql;

    RefusedRowsITCase() throws IOException {
        server = PostgresServer.shared();
    }

    @BeforeEach
    void configure() throws Exception {
        KeptMetrics.clear();
        sql = KeptMetrics.environment();
        server.execute(
                "DROP TABLE IF EXISTS strict; CREATE TABLE strict (id int PRIMARY KEY, v numeric"
                        + " CHECK (v < 100), t varchar(4), twin int UNIQUE DEFERRABLE INITIALLY"
                        + " DEFERRED); INSERT INTO strict VALUES (50, 0, 'old', NULL)");
    }

    private void createSink(String key, String more) {
        sql.executeSql(
                String.format(
                        "CREATE TABLE strict (id INT%s, v INT, t STRING, twin INT%s) WITH ("
                                + "'connector' = 'laminar-postgres', 'connection' = '%s', 'table' ="
                                + " 'strict'%s)",
                        key.isEmpty() ? "" : " NOT NULL", key, server.uri(), more));
    }

    /** Good rows 1 to 40, and bad ones among them, each refused for a reason of its own. */
    private static String rows(Stream<String> bad) {
        return Stream.concat(
                        IntStream.rangeClosed(1, 40)
                                .mapToObj(id -> "(" + id + ", 1, 'ok', " + 100 * id + ")"),
                        bad)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    static Stream<Arguments> guarantees() {
        return Stream.of("", TWO_PHASE, CO_TRANSACTIONAL)
                .flatMap(
                        guarantee ->
                                Stream.of(7, 10_000)
                                        .map(batchSize -> Arguments.of(guarantee, batchSize)));
    }

    @ParameterizedTest(name = "{0}, {1} rows a batch")
    @MethodSource("guarantees")
    void appendLeavesOutWhatTheServerRefusesAndWritesTheRest(String guarantee, int batchSize)
            throws Exception {
        createSink("", guarantee + ", 'on_error' = 'skip', 'batch_size' = '" + batchSize + "'");
        sql.executeSql(
                        "INSERT INTO strict VALUES "
                                + rows(
                                        Stream.of(
                                                "(50, 2, 'key', 5)",
                                                "(60, 200, 'big', 6)",
                                                "(61, 1, 'long text', 7)",
                                                "(62, 1, U&'a\\0000', 8)",
                                                "(63, 1, 'twin', 100)",
                                                "(CAST(NULL AS INT), 1, 'null', 9)")))
                .await();
        // Of two rows with one value, which of them is refused depends on the order.
        assertThat(server.query("SELECT count(*) FROM strict WHERE id IN (1, 63)"))
                .containsExactly(List.of(1L));
        assertThat(
                        server.query(
                                "SELECT count(*), min(id), max(id) FROM strict WHERE id NOT IN (1,"
                                        + " 50, 63)"))
                .containsExactly(List.of(39L, 2, 40));
        assertThat(server.query("SELECT t FROM strict WHERE id = 50"))
                .containsExactly(List.of("old"));
        assertThat(KeptMetrics.counter("refusedRows")).isEqualTo(6);
        assertThat(server.query("SELECT gid FROM pg_prepared_xacts")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", CO_TRANSACTIONAL})
    void upsertLeavesOutWhatTheServerRefusesAndWritesTheRest(String guarantee) throws Exception {
        createSink(", PRIMARY KEY (id) NOT ENFORCED", guarantee + ", 'on_error' = 'skip'");
        sql.executeSql(
                        "INSERT INTO strict VALUES "
                                + rows(
                                        Stream.of(
                                                "(50, 2, 'new', 5)",
                                                "(60, 200, 'big', 6)",
                                                "(61, 1, 'long text', 7)",
                                                "(62, 1, U&'a\\0000', 8)",
                                                "(63, 1, 'twin', 100)")))
                .await();
        assertThat(server.query("SELECT count(*) FROM strict WHERE id IN (1, 63)"))
                .containsExactly(List.of(1L));
        assertThat(
                        server.query(
                                "SELECT count(*), min(id), max(id) FROM strict WHERE id NOT IN (1,"
                                        + " 50, 63)"))
                .containsExactly(List.of(39L, 2, 40));
        assertThat(server.query("SELECT t FROM strict WHERE id = 50"))
                .containsExactly(List.of("new"));
        assertThat(KeptMetrics.counter("refusedRows")).isEqualTo(4);
    }

    @Test
    void leavesOutARowThatIsTooLargeForAnIndex() throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS indexed; CREATE TABLE indexed (t text); CREATE INDEX ON indexed"
                        + " (t)");
        sql.executeSql(
                "CREATE TABLE indexed (t STRING) WITH ('connector' = 'laminar-postgres', 'connection'"
                        + " = '"
                        + server.uri()
                        + "', 'table' = 'indexed', 'on_error' = 'skip')");
        String incompressible =
                new Random(1)
                        .ints(20_000, '!', '~')
                        .filter(c -> c != '\'')
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
        sql.executeSql("INSERT INTO indexed VALUES ('a'), ('" + incompressible + "'), ('b')")
                .await();
        assertThat(server.query("SELECT t FROM indexed ORDER BY t"))
                .containsExactly(List.of("a"), List.of("b"));
        assertThat(KeptMetrics.counter("refusedRows")).isEqualTo(1);
    }

    @Test
    void failsTheJobAndQuotesTheServerByDefault() {
        createSink("", "");
        assertThatThrownBy(
                        () ->
                                sql.executeSql("INSERT INTO strict VALUES (60, 200, 'big', 1)")
                                        .await())
                .satisfies(
                        e ->
                                assertThat(
                                                ExceptionUtils.findThrowableWithMessage(
                                                        e,
                                                        "violates check constraint"
                                                                + " \"strict_v_check\""))
                                        .isPresent())
                .satisfies(
                        e ->
                                assertThat(
                                                ExceptionUtils.findThrowableWithMessage(
                                                        e, "(60, 200, big, 1)"))
                                        .isPresent());
    }

    @Test
    void failsTheJobForAValueThatPostgresqlDoesNotHave() {
        createSink("", "");
        assertThatThrownBy(
                        () ->
                                sql.executeSql("INSERT INTO strict VALUES (1, 1, U&'\\0000', 1)")
                                        .await())
                .satisfies(
                        e ->
                                assertThat(
                                                ExceptionUtils.findThrowableWithMessage(
                                                        e,
                                                        "A row can't be stored. Column 't': the text"
                                                                + " holds the character U+0000"))
                                        .isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", TWO_PHASE, CO_TRANSACTIONAL})
    void countsWhatItDoes(String guarantee) throws Exception {
        createSink("", guarantee + ", 'batch_size' = '10'");
        sql.executeSql("INSERT INTO strict VALUES " + rows(Stream.of())).await();
        assertThat(KeptMetrics.counter("numRecordsSend")).isEqualTo(40);
        assertThat(KeptMetrics.counter("numBytesSend")).isGreaterThan(40 * 4 * 8);
        assertThat(KeptMetrics.counter("refusedRows")).isZero();
        assertThat(KeptMetrics.counter("retries")).isZero();
        assertThat(KeptMetrics.histogram("flushRows").getMax()).isEqualTo(10);
        assertThat(KeptMetrics.histogram("flushBytes").getMin()).isPositive();
        assertThat(KeptMetrics.histogram("flushTimeMs").size()).isEqualTo(4);
        assertThat(KeptMetrics.names()).contains("currentSendTime", "openTransactionAgeMs");
        if (!guarantee.isEmpty()) {
            assertThat(KeptMetrics.histogram("commitTimeMs").size()).isEqualTo(1);
        }
    }
}
