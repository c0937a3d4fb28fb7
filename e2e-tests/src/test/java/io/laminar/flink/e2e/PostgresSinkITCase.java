// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.e2e.cluster.ClusterJob;
import io.laminar.flink.e2e.cluster.OnEachFlinkVersion;
import io.laminar.flink.e2e.cluster.StandaloneCluster;
import io.laminar.flink.testing.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Each way of writing exactly once, in one job, while the machine that does it dies. */
class PostgresSinkITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROWS = 20_000;

    @OnEachFlinkVersion
    void writesEachRowOnceByEachStrategy(StandaloneCluster cluster) throws Exception {
        PostgresServer postgres = PostgresServer.shared();
        postgres.execute(
                "DROP TABLE IF EXISTS prepared, staged, sums; CREATE TABLE prepared (id bigint);"
                        + " CREATE TABLE staged (id bigint); CREATE TABLE sums (k bigint PRIMARY KEY,"
                        + " n bigint, total bigint)");
        ClusterJob job = cluster.job(cluster.sqlClient().run(script(postgres)).jobId());
        job.awaitRunning();
        await().atMost(PATIENCE).until(() -> count(postgres, "staged") > 1000);

        cluster.killTaskManager();
        cluster.startTaskManager();
        job.awaitFinished();

        for (String table : List.of("prepared", "staged")) {
            assertThat(postgres.query("SELECT count(*), count(DISTINCT id) FROM " + table))
                    .as(table)
                    .containsExactly(List.of((long) ROWS, (long) ROWS));
        }
        assertThat(postgres.query("SELECT count(*), sum(n)::bigint, sum(total)::bigint FROM sums"))
                .containsExactly(List.of(100L, (long) ROWS, ROWS * (ROWS + 1L) / 2));
        assertThat(postgres.queryLong("SELECT count(*) FROM pg_prepared_xacts")).isZero();
        assertThat(
                        postgres.queryLong(
                                "SELECT count(*) FROM pg_tables WHERE tablename ~"
                                        + " '^laminar_[0-9a-f]{16}_'"))
                .as("staging tables that are left")
                .isZero();
    }

    private static String script(PostgresServer postgres) {
        return """
                SET 'execution.checkpointing.interval' = '500 ms';
                CREATE TABLE numbers (id BIGINT) WITH (
                  'connector' = 'datagen', 'rows-per-second' = '2000',
                  'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '%1$d');
                CREATE TABLE prepared (id BIGINT) WITH (
                  'connector' = 'laminar-postgres', 'connection' = '%2$s', 'table' = 'prepared',
                  'delivery.guarantee' = 'exactly-once', 'commit.strategy' = 'two-phase');
                CREATE TABLE staged (id BIGINT) WITH (
                  'connector' = 'laminar-postgres', 'connection' = '%2$s', 'table' = 'staged',
                  'delivery.guarantee' = 'exactly-once', 'commit.strategy' = 'co-transactional',
                  'sink.parallelism' = '2');
                CREATE TABLE sums (k BIGINT, n BIGINT, total BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH (
                  'connector' = 'laminar-postgres', 'connection' = '%2$s', 'table' = 'sums',
                  'delivery.guarantee' = 'exactly-once');
                BEGIN STATEMENT SET;
                INSERT INTO prepared SELECT id FROM numbers;
                INSERT INTO staged SELECT id FROM numbers;
                INSERT INTO sums SELECT id %% 100, COUNT(*), SUM(id) FROM numbers GROUP BY id %% 100;
                END;
                """
                .formatted(ROWS, postgres.uri());
    }

    private static long count(PostgresServer postgres, String table) throws SQLException {
        return postgres.queryLong("SELECT count(*) FROM " + table);
    }
}
