// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.e2e.cluster.ClusterJob;
import io.laminar.flink.e2e.cluster.OnEachFlinkVersion;
import io.laminar.flink.e2e.cluster.StandaloneCluster;
import io.laminar.flink.e2e.feed.LiveFeed;
import io.laminar.flink.testing.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A WebSocket feed into PostgreSQL with exactly-once, while the machine that does it dies. */
class WebSocketToPostgresITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @OnEachFlinkVersion
    void losesOnlyWhatIsSentBetweenTheLastCheckpointAndTheNewConnection(StandaloneCluster cluster)
            throws Exception {
        PostgresServer postgres = PostgresServer.shared();
        postgres.execute(
                "DROP TABLE IF EXISTS readings; CREATE TABLE readings (id bigint, note text)");
        try (LiveFeed feed =
                LiveFeed.start(
                        Duration.ofMillis(5),
                        id -> "{\"id\": " + id + ", \"note\": \"reading " + id + "\"}")) {
            ClusterJob job = cluster.job(cluster.sqlClient().run(script(feed, postgres)).jobId());
            job.awaitRunning();
            await().atMost(PATIENCE).until(() -> count(postgres) > 200);

            cluster.killTaskManager();
            List<Long> committedBefore = ids(postgres);
            cluster.startTaskManager();
            await().atMost(PATIENCE).until(() -> feed.firstOfEachConnection().size() > 1);
            job.awaitRunning();
            job.awaitCheckpoints(3);
            long last = feed.pause();
            // A drain drops what waits in the source: it is in the table first.
            await().atMost(PATIENCE).until(() -> ids(postgres).contains(last));
            job.stopWithDrain();

            List<Long> ids = ids(postgres);
            assertThat(ids).doesNotHaveDuplicates().containsAll(committedBefore);
            List<Long> firsts = feed.firstOfEachConnection();
            assertThat(firsts).as("connections").hasSize(2);
            long resumed = firsts.get(1);
            long lastBeforeKill =
                    ids.stream().filter(id -> id < resumed).mapToLong(id -> id).max().orElseThrow();
            assertThat(lastBeforeKill).isLessThan(resumed - 1);
            assertThat(ids)
                    .containsExactlyElementsOf(
                            Stream.concat(
                                            range(firsts.get(0), lastBeforeKill),
                                            range(resumed, last))
                                    .toList());
            assertThat(postgres.queryLong("SELECT count(*) FROM pg_prepared_xacts")).isZero();
        }
    }

    private static String script(LiveFeed feed, PostgresServer postgres) {
        return """
                SET 'execution.checkpointing.interval' = '1 s';
                CREATE TABLE feed (id BIGINT, note STRING) WITH (
                  'connector' = 'websocket',
                  'url' = 'ws://127.0.0.1:%d/readings',
                  'format' = 'json');
                CREATE TABLE readings (id BIGINT, note STRING) WITH (
                  'connector' = 'laminar-postgres',
                  'connection' = '%s',
                  'table' = 'readings',
                  'delivery.guarantee' = 'exactly-once');
                INSERT INTO readings SELECT id, note FROM feed;
                """
                .formatted(feed.port(), postgres.uri());
    }

    private static Stream<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed();
    }

    private static long count(PostgresServer postgres) throws SQLException {
        return postgres.queryLong("SELECT count(*) FROM readings");
    }

    private static List<Long> ids(PostgresServer postgres) throws SQLException {
        return postgres.query("SELECT id FROM readings ORDER BY id").stream()
                .map(row -> (Long) row.get(0))
                .toList();
    }
}
