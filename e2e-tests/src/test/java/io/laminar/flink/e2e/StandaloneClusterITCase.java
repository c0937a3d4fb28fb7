// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.e2e.cluster.ClusterJob;
import io.laminar.flink.e2e.cluster.OnEachFlinkVersion;
import io.laminar.flink.e2e.cluster.StandaloneCluster;

/** The cluster itself, with Flink's own connectors only: if this fails, look no further. */
class StandaloneClusterITCase {

    @OnEachFlinkVersion
    void goesOnFromItsCheckpointWhenTheTaskManagerIsKilled(StandaloneCluster cluster)
            throws Exception {
        String jobId =
                cluster.sqlClient()
                        .run(
                                """
                                SET 'execution.checkpointing.interval' = '1 s';
                                CREATE TABLE numbers (id BIGINT) WITH (
                                  'connector' = 'datagen', 'rows-per-second' = '10');
                                CREATE TABLE nowhere (id BIGINT) WITH ('connector' = 'blackhole');
                                INSERT INTO nowhere SELECT id FROM numbers;
                                """)
                        .jobId();
        ClusterJob job = cluster.job(jobId);
        job.awaitRunning();
        job.awaitCheckpoints(2);

        cluster.killTaskManager();
        cluster.startTaskManager();
        job.awaitCheckpoints(2);

        assertThat(job.failures()).contains("taskmanager-1");
        job.stopWithDrain();
    }
}
