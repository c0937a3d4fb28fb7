// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.testing.MySqlServer;
import io.laminar.flink.testing.MySqlVersion;
import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No change is lost or counted twice when the log's connection breaks, or a job goes on from a
 * savepoint: a sum that is kept by the changes alone is that of the table.
 */
final class MySqlCdcRestartITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String SUM =
            "INSERT INTO totals SELECT 'all', COUNT(*), SUM(v) FROM moves";

    private final MySqlServer server = MySqlServer.shared(MySqlVersion.MYSQL_9);
    private final PostgresServer sums = PostgresServer.shared();

    @TempDir private Path folder;

    MySqlCdcRestartITCase() throws IOException {}

    @Test
    void losesAndDoublesNothing() throws Exception {
        server.execute(
                "CREATE DATABASE sums; CREATE TABLE sums.moves"
                        + " (id INT AUTO_INCREMENT PRIMARY KEY, v INT)");
        write();
        sums.execute(
                "DROP TABLE IF EXISTS mysql_totals; CREATE TABLE mysql_totals (name text PRIMARY"
                        + " KEY, n bigint, total bigint)");
        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        sql.getConfig().set("parallelism.default", "1");
        sql.getConfig().set("execution.checkpointing.interval", "200 ms");
        sql.executeSql(
                "CREATE TABLE moves (id INT, v INT, PRIMARY KEY (id) NOT ENFORCED) WITH"
                        + " ('connector' = 'laminar-mysql-cdc', 'connection' = '"
                        + server.uri("sums")
                        + "', 'table' = 'moves', 'debezium.connect.keep.alive.interval.ms' ="
                        + " '2000')");
        sql.executeSql(
                "CREATE TABLE totals (name STRING, n BIGINT, total BIGINT, PRIMARY KEY (name) NOT"
                        + " ENFORCED) WITH ('connector' = 'laminar-postgres', 'connection' = '"
                        + sums.uri()
                        + "', 'table' = 'mysql_totals', 'flush.interval' = '100 ms')");
        JobClient job = sql.executeSql(SUM).getJobClient().orElseThrow();
        awaitTotals();

        write();
        server.execute("KILL " + reader());
        write();
        awaitTotals();

        write();
        String savepoint =
                job.stopWithSavepoint(
                                /* advanceToEndOfEventTime= */ false,
                                folder.toUri().toString(),
                                SavepointFormatType.CANONICAL)
                        .get();
        write();
        sql.getConfig().set("execution.state-recovery.path", savepoint);
        JobClient next = sql.executeSql(SUM).getJobClient().orElseThrow();
        write();
        awaitTotals();
        next.cancel().get();
    }

    /** Inserts, updates and deletes. */
    private void write() throws SQLException {
        server.execute(
                """
                USE sums;
                INSERT INTO moves (v) WITH RECURSIVE s (i) AS
                    (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 500) SELECT i FROM s;
                UPDATE moves SET v = v + 7 WHERE id % 3 = 0;
                DELETE FROM moves WHERE id % 5 = 0""");
    }

    /** The connection that gets the log. */
    private Object reader() {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () ->
                                server.query(
                                        "SELECT id FROM performance_schema.processlist WHERE"
                                                + " command LIKE 'Binlog Dump%' ORDER BY id DESC"),
                        readers -> !readers.isEmpty())
                .get(0)
                .get(0);
    }

    private void awaitTotals() {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(text(sums.query("SELECT n, total FROM mysql_totals")))
                                        .isEqualTo(
                                                text(
                                                        server.query(
                                                                "SELECT COUNT(*), SUM(v) FROM"
                                                                        + " sums.moves"))));
    }

    private static String text(List<?> rows) {
        return rows.toString();
    }
}
