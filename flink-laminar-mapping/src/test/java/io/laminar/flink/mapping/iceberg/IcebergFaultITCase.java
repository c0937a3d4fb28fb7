// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.testing.FlinkCluster;
import io.laminar.flink.testing.IcebergRestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Exactly once, while task managers are killed. */
@Timeout(300)
class IcebergFaultITCase {

    private static final int KEYS = 20;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @Test
    void neitherLosesNorRepeatsRowsWhenTaskManagersAreKilled() throws Exception {
        IcebergRestServer server = IcebergRestServer.shared();
        try (FlinkCluster cluster = FlinkCluster.start(1, 8)) {
            StreamExecutionEnvironment environment = cluster.environment();
            // So that the rows of any moment are those from 1 to some number.
            environment.setParallelism(1);
            environment.enableCheckpointing(300);
            StreamTableEnvironment sql = StreamTableEnvironment.create(environment);
            sql.executeSql(
                    "CREATE TABLE numbers (id BIGINT) WITH ('connector' = 'datagen',"
                            + " 'rows-per-second' = '30', 'fields.id.kind' = 'sequence',"
                            + " 'fields.id.start' = '1', 'fields.id.end' = '1000000')");
            String options =
                    " WITH ('connector' = 'laminar-iceberg', 'catalog_uri' = '"
                            + server.uri()
                            + "', 'catalog.token' = '"
                            + server.token()
                            + "', ";
            sql.executeSql(
                    "CREATE TABLE each_row (id BIGINT)" + options + "'table' = 'faults.each_row')");
            sql.executeSql(
                    "CREATE TABLE newest (k BIGINT, id BIGINT, PRIMARY KEY (k) NOT ENFORCED)"
                            + options
                            + "'table' = 'faults.newest', 'write_mode' = 'upsert')");
            StreamStatementSet inserts = sql.createStatementSet();
            inserts.addInsertSql("INSERT INTO each_row SELECT id FROM numbers");
            inserts.addInsertSql(
                    "INSERT INTO newest SELECT MOD(id, "
                            + KEYS
                            + "), MAX(id) FROM numbers GROUP BY MOD(id, "
                            + KEYS
                            + ")");
            inserts.attachAsDataStream();
            JobID job = cluster.submit(environment);

            for (int kill = 0; kill < 2; kill++) {
                awaitCheckpoints(cluster, job);
                long restarted = cluster.lastRestart(job);
                cluster.replaceTaskManager().join();
                await().atMost(TIMEOUT).until(() -> cluster.lastRestart(job) > restarted);
            }
            awaitCheckpoints(cluster, job);
            cluster.stopWithSavepoint(job).join();
            cluster.awaitStatus(job, TIMEOUT, Set.of(JobStatus.FINISHED));
        }
        LakeReader lake =
                new LakeReader(
                        Map.of("type", "rest", "uri", server.uri(), "token", server.token()));
        List<String> rows = lake.rows("faults.each_row");
        int last = rows.size();
        assertThat(last).isGreaterThan(KEYS);
        assertThat(rows).containsExactlyInAnyOrderElementsOf(texts(1, last, id -> id + ""));
        assertThat(lake.rows("faults.newest"))
                .containsExactlyInAnyOrderElementsOf(
                        texts(last - KEYS + 1, last, id -> id % KEYS + "," + id));
    }

    private static void awaitCheckpoints(FlinkCluster cluster, JobID job) throws Exception {
        long before = cluster.completedCheckpoints(job);
        await().atMost(TIMEOUT).until(() -> cluster.completedCheckpoints(job) > before + 1);
    }

    private static List<String> texts(int first, int last, IntFunction<String> text) {
        return IntStream.rangeClosed(first, last).mapToObj(text).toList();
    }
}
