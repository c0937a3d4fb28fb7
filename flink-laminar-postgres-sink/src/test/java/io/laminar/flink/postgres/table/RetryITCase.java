// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.testing.PostgresServer;
import io.laminar.flink.testing.WireEvent;
import io.laminar.flink.testing.WireEvent.Kind;
import io.laminar.flink.testing.WireEvent.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the sink tries again, where the job itself is never restarted, and what it does not. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RetryITCase extends ProxiedJobTestBase {

    private static final int ROWS = 40;

    RetryITCase() throws IOException {}

    /** What a job that failed has left would hold the table for ever. */
    @AfterEach
    void rollBackWhatIsPrepared() throws SQLException {
        for (List<?> row : server.query("SELECT gid FROM pg_prepared_xacts")) {
            server.execute("ROLLBACK PREPARED '" + row.get(0) + "'");
        }
    }

    /** Creates the table, and its counterpart in Flink with batches of ten rows. */
    private void createTables(WriteWay way, String more) throws SQLException {
        server.execute(
                "DROP TABLE IF EXISTS retried; CREATE TABLE retried (id int"
                        + (way.isUpsert() ? " PRIMARY KEY" : "")
                        + ", v int)");
        sql.executeSql(
                String.format(
                        "CREATE TABLE retried (id INT, v INT) WITH ('connector' ="
                                + " 'laminar-postgres', 'connection' = '%s', 'table' = 'retried',"
                                + " 'batch_size' = '10', 'retry.initial_delay' = '1 ms'%s%s)",
                        server.uri(proxy.port(), "postgres"), way.options(), more));
    }

    /** The server refuses row 25 so many times with this SQLSTATE, and counts the attempts. */
    private void refuse(String state, int times) throws SQLException {
        server.execute(
                String.format(
                        "DROP SEQUENCE IF EXISTS attempts; CREATE SEQUENCE attempts; CREATE OR"
                                + " REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                                + " $$ BEGIN IF NEW.id = 25 AND nextval('attempts') <= %d THEN"
                                + " RAISE EXCEPTION 'not now' USING ERRCODE = '%s'; END IF; RETURN"
                                + " NEW; END $$; CREATE TRIGGER refuse BEFORE INSERT ON retried FOR"
                                + " EACH ROW EXECUTE FUNCTION refuse()",
                        times, state));
    }

    private void write() throws Exception {
        sql.executeSql(
                        "INSERT INTO retried VALUES "
                                + IntStream.rangeClosed(1, ROWS)
                                        .mapToObj(id -> "(" + id + ", 1)")
                                        .collect(Collectors.joining(", ")))
                .await();
    }

    private void writeFailsWith(String message) {
        assertThatThrownBy(this::write)
                .satisfies(
                        e ->
                                assertThat(ExceptionUtils.findThrowableWithMessage(e, message))
                                        .as("'%s' among the causes", message)
                                        .isPresent());
    }

    private void assertEachRowIsThereOnce() throws SQLException {
        assertThat(server.query("SELECT count(*), count(DISTINCT id), sum(v) FROM retried"))
                .containsExactly(List.of((long) ROWS, (long) ROWS, (long) ROWS));
    }

    /** Does this to the first event that fits. */
    private void onFirst(Predicate<WireEvent> fits, Verdict verdict) {
        AtomicBoolean isDone = new AtomicBoolean();
        proxy.listen(
                event ->
                        fits.test(event) && isDone.compareAndSet(false, true)
                                ? verdict
                                : Verdict.FORWARD);
    }

    /** The COMMIT of a transaction with rows: the sink has others. */
    private static Predicate<WireEvent> commitOfAFlush(Kind kind) {
        Set<Long> withRows = ConcurrentHashMap.newKeySet();
        return event -> {
            if (event.kind() == Kind.COPY_DONE) {
                withRows.add(event.connection());
            }
            return event.kind() == kind
                    && event.isStatement("COMMIT")
                    && withRows.contains(event.connection());
        };
    }

    @ParameterizedTest
    @EnumSource(names = "APPEND_TWO_PHASE", mode = EnumSource.Mode.EXCLUDE)
    void aBatchIsWrittenAgainIfTheConnectionIsLostAmidItsRows(WriteWay way) throws Exception {
        createTables(way, "");
        onFirst(event -> event.kind() == Kind.COPY_DATA, Verdict.CUT_HALFWAY);
        write();
        assertEachRowIsThereOnce();
        assertThat(KeptMetrics.counter("retries")).isEqualTo(1);
    }

    @Test
    void aBatchThatWasCommittedUnnoticedIsThereTwiceAtLeastOnce() throws Exception {
        createTables(WriteWay.APPEND_AT_LEAST_ONCE, "");
        onFirst(commitOfAFlush(Kind.STATEMENT_DONE), Verdict.CUT);
        write();
        assertThat(server.query("SELECT count(*), count(DISTINCT id) FROM retried"))
                .containsExactly(List.of(ROWS + 10L, (long) ROWS));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"STATEMENT", "STATEMENT_DONE"})
    void aBatchThatMayBeCommittedIsNotWrittenAgainExactlyOnce(Kind kind) throws Exception {
        createTables(WriteWay.APPEND_CO_TRANSACTIONAL, "");
        onFirst(commitOfAFlush(kind), Verdict.CUT);
        writeFailsWith(
                "The connection was lost amid a commit, so that nobody knows whether it was done."
                        + " The rows are written again from the last checkpoint.");
    }

    /** In two-phase a savepoint keeps the batches before. */
    @ParameterizedTest(name = "{0}, SQLSTATE {1}")
    @CsvSource({
        "APPEND_AT_LEAST_ONCE, 40001",
        "APPEND_AT_LEAST_ONCE, 53200",
        "UPSERT_AT_LEAST_ONCE, 40P01",
        "APPEND_TWO_PHASE, 40001",
        "APPEND_CO_TRANSACTIONAL, 40001",
        "UPSERT_CO_TRANSACTIONAL, 40P01"
    })
    void whatPassesIsTriedAgainUntilItHas(WriteWay way, String state) throws Exception {
        createTables(way, "");
        refuse(state, 2);
        write();
        assertEachRowIsThereOnce();
        assertThat(KeptMetrics.counter("retries")).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}, {1} attempts")
    @CsvSource({
        "APPEND_AT_LEAST_ONCE, 1",
        "UPSERT_AT_LEAST_ONCE, 3",
        "APPEND_TWO_PHASE, 3",
        "APPEND_CO_TRANSACTIONAL, 1",
        "APPEND_CO_TRANSACTIONAL, 3"
    })
    void isTriedSoManyTimesAndNoMore(WriteWay way, int attempts) throws Exception {
        createTables(way, ", 'retry.max_attempts' = '" + attempts + "'");
        refuse("40001", Integer.MAX_VALUE);
        writeFailsWith("ERROR: not now");
        assertThat(server.queryLong("SELECT last_value FROM attempts")).isEqualTo(attempts);
    }

    /** Growing without bound, they would outlast this test. */
    @Test
    void theDelaysGrowToTheLongestOne() throws Exception {
        createTables(
                WriteWay.APPEND_AT_LEAST_ONCE,
                ", 'retry.max_attempts' = '100', 'retry.max_delay' = '2 ms'");
        refuse("40001", 60);
        write();
        assertThat(KeptMetrics.counter("retries")).isEqualTo(60);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "APPEND_AT_LEAST_ONCE, DROP TABLE retried, 42P01",
        "UPSERT_AT_LEAST_ONCE, DROP TABLE retried, 42P01",
        "APPEND_AT_LEAST_ONCE, ALTER TABLE retried ALTER v TYPE bigint, 08P01",
        "APPEND_TWO_PHASE, ALTER TABLE retried ALTER v TYPE smallint, 22P03",
        "UPSERT_AT_LEAST_ONCE, ALTER TABLE retried DROP v, 42703"
    })
    void whatDoesNotPassFailsAtOnce(WriteWay way, String change, String state) throws Exception {
        createTables(way, ", 'pool_size' = '1'");
        AtomicInteger attempts = new AtomicInteger();
        proxy.listen(
                event -> {
                    if (event.kind() == Kind.STATEMENT
                            && event.isStatement("COPY")
                            && attempts.incrementAndGet() == 1) {
                        changeTable(change);
                    }
                    return Verdict.FORWARD;
                });
        writeFailsWith("(SQLSTATE " + state + ").");
        assertThat(attempts).hasValue(1);
    }

    private void changeTable(String ddl) {
        try {
            server.execute(ddl);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "APPEND_TWO_PHASE, COMMIT PREPARED",
        "APPEND_CO_TRANSACTIONAL, LOCK TABLE",
        "UPSERT_CO_TRANSACTIONAL, INSERT INTO \"public\".\"retried\""
    })
    void aCommitIsTriedAgainAfterTheServerHasRestarted(WriteWay way, String statement)
            throws Exception {
        createTables(way, ", 'retry.max_attempts' = '1000', 'retry.max_delay' = '100 ms'");
        AtomicBoolean isDone = new AtomicBoolean();
        proxy.listen(
                event -> {
                    if (event.kind() == Kind.STATEMENT
                            && event.isStatement(statement)
                            && isDone.compareAndSet(false, true)) {
                        restartServer();
                        return Verdict.CUT;
                    }
                    return Verdict.FORWARD;
                });
        write();
        assertEachRowIsThereOnce();
        assertThat(KeptMetrics.counter("retries")).isPositive();
    }

    private void restartServer() {
        try {
            server.restart(PostgresServer.Shutdown.IMMEDIATE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
