// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.testing.WireEvent.Kind;
import io.laminar.flink.testing.WireEvent.Verdict;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many batches are on their way, and when one is full. */
class FlushingITCase extends ProxiedJobTestBase {

    private static final int MEBIBYTE = 1024 * 1024;

    FlushingITCase() throws IOException {}

    /** A prepared transaction belongs to one session, whatever the option says. */
    @ParameterizedTest(name = "{0}, ''pool_size'' = {1}")
    @CsvSource({
        "APPEND_AT_LEAST_ONCE, 1, 1",
        "APPEND_AT_LEAST_ONCE, 3, 3",
        "UPSERT_AT_LEAST_ONCE, 3, 3",
        "APPEND_TWO_PHASE, 3, 1",
        "APPEND_CO_TRANSACTIONAL, 3, 3",
        "UPSERT_CO_TRANSACTIONAL, 3, 3"
    })
    void soManyBatchesAreOnTheirWayAtOnce(WriteWay way, int poolSize, int sessions)
            throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS pooled; CREATE TABLE pooled (id int"
                        + (way.isUpsert() ? " PRIMARY KEY" : "")
                        + ", v int)");
        sql.executeSql(
                String.format(
                        "CREATE TABLE pooled (id INT, v INT) WITH ('connector' ="
                                + " 'laminar-postgres', 'connection' = '%s?application_name=pooled',"
                                + " 'table' = 'pooled', 'batch_size' = '5', 'pool_size' = '%d'%s)",
                        server.uri(proxy.port(), "postgres"), poolSize, way.options()));
        Set<Long> flushing = ConcurrentHashMap.newKeySet();
        AtomicLong backends = new AtomicLong();
        CountDownLatch allFlush = new CountDownLatch(sessions);
        proxy.listen(
                event -> {
                    if (event.kind() == Kind.COPY_DATA && flushing.add(event.connection())) {
                        if (flushing.size() == sessions) {
                            backends.set(copying());
                        }
                        allFlush.countDown();
                        if (!isOver(allFlush)) {
                            return Verdict.CUT;
                        }
                    }
                    return Verdict.FORWARD;
                });
        sql.executeSql(
                        "INSERT INTO pooled VALUES "
                                + IntStream.range(0, 60)
                                        .mapToObj(id -> "(" + id + ", 1)")
                                        .collect(Collectors.joining(", ")))
                .await();
        assertThat(flushing).hasSize(sessions);
        assertThat(backends).hasValue(sessions);
        assertThat(server.queryLong("SELECT count(*) FROM pooled")).isEqualTo(60);
        assertThat(KeptMetrics.counter("retries")).isZero();
    }

    private static boolean isOver(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Sessions of the server that wait for rows. */
    private long copying() {
        try {
            return server.queryLong(
                    "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE"
                            + " 'COPY %FROM STDIN (FORMAT binary)'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aBatchOfLargeRowsIsFullAt32Mebibytes() throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS large_rows; CREATE TABLE large_rows (id bigint, t text)");
        sql.executeSql(
                "CREATE TABLE ids (id BIGINT) WITH ('connector' = 'datagen', 'fields.id.kind' ="
                        + " 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '40')");
        sql.executeSql(
                String.format(
                        "CREATE TABLE large_rows (id BIGINT, t STRING) WITH ('connector' ="
                                + " 'laminar-postgres', 'connection' = '%s', 'table' = 'large_rows',"
                                + " 'flush.interval' = '0 s')",
                        server.uri()));
        // A checkpoint would flush what is there; the job must not wait for one at its end either.
        sql.getConfig().set("execution.checkpointing.interval", "1 h");
        sql.getConfig().set("execution.checkpointing.checkpoints-after-tasks-finish", "false");
        sql.executeSql("INSERT INTO large_rows SELECT id, REPEAT('x', " + MEBIBYTE + ") FROM ids")
                .await();
        assertThat(server.queryLong("SELECT sum(length(t)) FROM large_rows"))
                .isEqualTo(40L * MEBIBYTE);
        assertThat(KeptMetrics.histogram("flushRows").getMax()).isEqualTo(32);
        assertThat(KeptMetrics.histogram("flushRows").getMin()).isEqualTo(8);
        assertThat(KeptMetrics.histogram("flushBytes").getMax())
                .isBetween(32L * MEBIBYTE, 33L * MEBIBYTE);
    }
}
