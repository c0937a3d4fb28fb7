// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laminar.flink.e2e.cluster.ClusterJob;
import io.laminar.flink.e2e.cluster.OnEachFlinkVersion;
import io.laminar.flink.e2e.cluster.StandaloneCluster;
import io.laminar.flink.e2e.feed.Collector;
import io.laminar.flink.e2e.feed.ReplayFeed;
import io.laminar.flink.e2e.feed.Subscriber;
import io.laminar.flink.testing.FreePorts;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One job with a guarantee at each of its ends, while both the receiver and the machine die. */
class WebSocketDeliveryITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TICK = Duration.ofMillis(5);
    private static final int IDS_OF_A_KEY = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    @OnEachFlinkVersion
    void losesNothingAndKnowsTheNewestRowOfEachKey(StandaloneCluster cluster) throws Exception {
        int newestPort = FreePorts.first(1);
        try (ReplayFeed a = ReplayFeed.start(TICK, id -> message("a", id));
                ReplayFeed b = ReplayFeed.start(TICK, id -> message("b", id));
                Collector collector = Collector.start()) {
            String script = script(a.port(), b.port(), collector.port(), newestPort);
            ClusterJob job = cluster.job(cluster.sqlClient().run(script).jobId());
            awaitMore(collector);

            collector.hang();
            awaitMore(a);
            collector.dieAndComeBack();
            awaitMore(collector);
            // The first keys are in it, and get no rows any more.
            job.awaitCheckpoints(2);

            collector.hang();
            awaitMore(a);
            cluster.killTaskManager();
            collector.dieAndComeBack();
            cluster.startTaskManager();
            await().atMost(PATIENCE).until(() -> a.asked().size() > 1 && b.asked().size() > 1);
            assertThat(List.of(a.asked().get(1), b.asked().get(1)))
                    .allMatch(last -> last >= IDS_OF_A_KEY);
            awaitMore(collector);

            long lastOfA = a.end();
            long lastOfB = b.end();
            Set<String> sent = new HashSet<>();
            Map<String, Long> newest = new HashMap<>();
            for (long id = 1; id <= Math.max(lastOfA, lastOfB); id++) {
                if (id <= lastOfA) {
                    sent.add(reading("a", id));
                    newest.put(key("a", id), id);
                }
                if (id <= lastOfB) {
                    sent.add(reading("b", id));
                    newest.put(key("b", id), id);
                }
            }
            // At least once: a set, since some come again.
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(Set.copyOf(collector.messages())).isEqualTo(sent));
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThat(snapshot(newestPort, newest.size()))
                                            .isEqualTo(newest));
        }
    }

    /** What a new client gets first, a row for each key. */
    private static Map<String, Long> snapshot(int port, int keys) throws Exception {
        try (Subscriber page = Subscriber.awaitServer(port)) {
            await().atMost(PATIENCE).until(() -> page.messages().size() >= keys);
            Map<String, Long> rows = new HashMap<>();
            for (String message : page.messages().subList(0, keys)) {
                JsonNode row = JSON.readTree(message);
                rows.put(row.path("key").asText(), row.path("newest").asLong());
            }
            return rows;
        }
    }

    private static void awaitMore(Collector collector) throws Exception {
        int before = collector.messages().size();
        await().atMost(PATIENCE)
                .until(() -> collector.messages().size() > before + 3 * IDS_OF_A_KEY);
    }

    /** What the sink sends meanwhile is in the sockets only, if the collector hangs. */
    private static void awaitMore(ReplayFeed feed) throws Exception {
        long before = feed.newest();
        await().atMost(PATIENCE).until(() -> feed.newest() > before + IDS_OF_A_KEY);
    }

    private static String message(String feed, long id) {
        return "{\"id\":%d,\"reading\":\"%s-%d\",\"key\":\"%s\"}"
                .formatted(id, feed, id, key(feed, id));
    }

    private static String key(String feed, long id) {
        return feed + "-" + id / IDS_OF_A_KEY;
    }

    private static String reading(String feed, long id) {
        return "{\"reading\":\"%s-%d\"}".formatted(feed, id);
    }

    private static String script(int feedA, int feedB, int collector, int newest) {
        return """
                SET 'execution.checkpointing.interval' = '500 ms';
                SET 'parallelism.default' = '2';
                CREATE TABLE feeds (id BIGINT, reading STRING, `key` STRING) WITH (
                  'connector' = 'websocket',
                  'url' = 'ws://127.0.0.1:%d/, ws://127.0.0.1:%d/',
                  'subscribe.message' = '0',
                  'resume.field' = 'id',
                  'resume.message' = '${last}',
                  'reconnect.max_delay_ms' = '1000');
                CREATE TABLE collector (reading STRING NOT NULL) WITH (
                  'connector' = 'websocket',
                  'mode' = 'client',
                  'url' = 'ws://127.0.0.1:%d/',
                  'ack.field' = 'reading',
                  'reconnect.max_delay_ms' = '1000');
                CREATE TABLE newest (`key` STRING, newest BIGINT, PRIMARY KEY (`key`) NOT ENFORCED) WITH (
                  'connector' = 'websocket',
                  'bind_address' = '127.0.0.1:%d',
                  'snapshot.on_connect' = 'true',
                  'slow_client_policy' = 'conflate');
                BEGIN STATEMENT SET;
                INSERT INTO collector SELECT reading FROM feeds;
                INSERT INTO newest SELECT `key`, MAX(id) FROM feeds GROUP BY `key`;
                END;
                """
                .formatted(feedA, feedB, collector, newest);
    }
}
