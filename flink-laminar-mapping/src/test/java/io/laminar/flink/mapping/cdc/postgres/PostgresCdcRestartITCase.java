// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No change is lost or counted twice when a job fails, or goes on from a savepoint: a sum that is
 * kept by the changes alone is that of the table.
 */
class PostgresCdcRestartITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String SUM =
            "INSERT INTO totals SELECT 'all', COUNT(*), SUM(v) FROM moves";

    private final PostgresServer server;
    private final CdcJobs jobs;

    @TempDir private Path folder;

    PostgresCdcRestartITCase() throws IOException {
        server = PostgresServer.shared();
        jobs = new CdcJobs(server);
    }

    @BeforeEach
    void createTables() throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS moves, totals; CREATE TABLE moves (id serial PRIMARY KEY, v"
                        + " int); ALTER TABLE moves REPLICA IDENTITY FULL; CREATE TABLE totals"
                        + " (name text PRIMARY KEY, n bigint, total bigint)");
        write();
        jobs.sql().getConfig().set("restart-strategy.type", "fixed-delay");
        jobs.sql().getConfig().set("restart-strategy.fixed-delay.attempts", "100");
        jobs.sql().getConfig().set("restart-strategy.fixed-delay.delay", "200 ms");
        jobs.create("moves", "id INT, v INT", "moves", Map.of("slot.name", "moves"));
        jobs.sql()
                .executeSql(
                        "CREATE TEMPORARY TABLE totals (name STRING, n BIGINT, total BIGINT, PRIMARY"
                                + " KEY (name) NOT ENFORCED) WITH ('connector' ="
                                + " 'laminar-postgres', 'connection' = '"
                                + server.uri()
                                + "', 'table' = 'totals', 'flush.interval' = '100 ms')");
    }

    @AfterEach
    void end() throws Exception {
        jobs.close();
    }

    @Test
    void aJobWhoseConnectionBreaksLosesAndDoublesNothing() throws Exception {
        jobs.insert(SUM);
        awaitTotals();
        for (int i = 0; i < 3; i++) {
            write();
            long broken = reader();
            server.execute("SELECT pg_terminate_backend(" + broken + ")");
            write();
            Awaitility.await().atMost(PATIENCE).until(() -> reader() > 0 && reader() != broken);
        }
        awaitTotals();
    }

    @Test
    void aJobGoesOnFromASavepoint() throws Exception {
        JobClient job = jobs.insert(SUM);
        awaitTotals();
        write();
        String savepoint =
                job.stopWithSavepoint(
                                /* advanceToEndOfEventTime= */ false,
                                folder.toUri().toString(),
                                SavepointFormatType.CANONICAL)
                        .get();
        write();
        jobs.sql().getConfig().set("execution.state-recovery.path", savepoint);
        jobs.insert(SUM);
        write();
        awaitTotals();
        assertThat(server.queryLong("SELECT total FROM totals")).isPositive();
    }

    /** Inserts, updates and deletes. */
    private void write() throws SQLException {
        server.execute(
                "INSERT INTO moves (v) SELECT i FROM generate_series(1, 500) AS s (i); UPDATE moves"
                        + " SET v = v + 7 WHERE id % 3 = 0; DELETE FROM moves WHERE id % 5 = 0");
    }

    /** The process that sends changes; 0 if there is none. */
    private long reader() throws SQLException {
        return server.queryLong(
                "SELECT coalesce(max(active_pid), 0) FROM pg_replication_slots WHERE slot_name ="
                        + " 'moves'");
    }

    private void awaitTotals() {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(server.query("SELECT n, total FROM totals"))
                                        .isEqualTo(
                                                server.query(
                                                        "SELECT count(*), sum(v) FROM moves")));
    }
}
