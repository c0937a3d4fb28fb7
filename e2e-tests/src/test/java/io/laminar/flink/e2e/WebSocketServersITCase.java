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
import io.laminar.flink.e2e.feed.LiveFeed;
import io.laminar.flink.e2e.feed.Subscriber;
import io.laminar.flink.testing.FreePorts;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** All that SQL can do with WebSockets, in one job whose machine dies. */
class WebSocketServersITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOKEN = StandaloneCluster.PG_PASSWORD;
    private static final String SUBSCRIBE_MESSAGE = "ticks, please";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** As a client gets it that has asked for CSV. */
    private static final Predicate<String> WHOLE_WINDOW =
            Pattern.compile("\\{\"type\":\"data\",.*\"data\":\"9,.*,/ticks\"}").asMatchPredicate();

    @OnEachFlinkVersion
    void goesOnWithItsStateAfterTheTaskManagerWasKilled(StandaloneCluster cluster)
            throws Exception {
        Ports ports = Ports.free();
        try (LiveFeed feed = LiveFeed.start(Duration.ofMillis(5), WebSocketServersITCase::tick)) {
            ClusterJob job =
                    cluster.job(cluster.sqlClient().run(script(feed.port(), ports)).jobId());
            job.awaitRunning();
            assertThat(changesAfterReadings(ports, 3, 5))
                    .containsExactly("+I d1 1", "-U d1 1", "+U d1 2", "-U d1 2", "+U d1 3");
            assertWholeWindows(ports);
            job.awaitCheckpoints(2);

            cluster.killTaskManager();
            cluster.startTaskManager();
            await().atMost(PATIENCE).until(() -> feed.handshakes().size() == 2);
            job.awaitRunning();

            assertThat(changesAfterReadings(ports, 2, 4))
                    .containsExactly("-U d1 3", "+U d1 4", "-U d1 4", "+U d1 5");
            assertWholeWindows(ports);
            assertThat(feed.heard()).containsExactly(SUBSCRIBE_MESSAGE, SUBSCRIBE_MESSAGE);
            assertThat(feed.handshakes())
                    .allMatch(
                            headers -> headers.contains("Authorization", "Bearer " + TOKEN, false))
                    .allMatch(headers -> headers.contains("X-Client", "laminar", false));
        }
        assertThat(cluster.allLogs()).doesNotContain(TOKEN);
    }

    /** Sends readings of two devices; returns the first that a subscriber of one of them gets. */
    private static List<String> changesAfterReadings(Ports ports, int readings, int changes)
            throws Exception {
        try (Subscriber page = Subscriber.awaitServer(ports.totals());
                Subscriber device = Subscriber.awaitServer(ports.readings());
                Subscriber other = Subscriber.awaitServer(ports.readings())) {
            page.send("{\"action\":\"subscribe\",\"filter\":\"device LIKE '%1' AND n > 0\"}");
            awaitMessages(page, 1);
            other.send("[{\"device\":\"d2\",\"celsius\":5},{\"device\":\"d2\",\"celsius\":6}]");
            device.send("{\"device\":\"d1\",\"celsius\":1}\n".repeat(readings));
            awaitMessages(page, 1 + changes);
            List<String> received = new ArrayList<>();
            for (String message : page.messages().subList(1, page.messages().size())) {
                JsonNode change = JSON.readTree(message).path("data");
                received.add(
                        "%s %s %s"
                                .formatted(
                                        change.path("op").asText(),
                                        change.path("row").path("device").asText(),
                                        change.path("row").path("n").asText()));
            }
            return received;
        }
    }

    /** A second of the feed's own time has ten ticks, one of which is no JSON. */
    private static void assertWholeWindows(Ports ports) throws Exception {
        Instant begin = Instant.now();
        try (Subscriber page = Subscriber.awaitServer(ports.windows())) {
            // Behind those that are replayed, and those that begin or end with a connection.
            awaitMessages(page, 12);
            for (String message : page.messages().subList(9, 12)) {
                JsonNode window = JSON.readTree(message);
                assertThat(window.path("ticks").asLong()).as(message).isEqualTo(9);
                assertThat(window.path("path").asText()).isEqualTo("/ticks");
                assertThat(Instant.parse(window.path("came").asText().replace(' ', 'T')))
                        .isBetween(begin.minus(1, ChronoUnit.MINUTES), Instant.now());
            }
        }
        try (Subscriber sheet = Subscriber.awaitServer(ports.windows())) {
            sheet.send("{\"action\":\"subscribe\",\"format\":\"csv\",\"filter\":\"ticks = 9\"}");
            await().atMost(PATIENCE).until(() -> sheet.messages().stream().anyMatch(WHOLE_WINDOW));
        }
    }

    private static String tick(long id) {
        return id % 10 == 5 ? "no JSON" : "{\"id\": " + id + ", \"at\": " + id * 100 + "}";
    }

    private static String script(int feedPort, Ports ports) {
        return """
                SET 'execution.checkpointing.interval' = '500 ms';
                CREATE TABLE ticks (
                  `at` BIGINT,
                  came TIMESTAMP_LTZ(3) METADATA FROM 'received_at' VIRTUAL,
                  path STRING METADATA VIRTUAL,
                  ts AS TO_TIMESTAMP_LTZ(`at`, 3),
                  WATERMARK FOR ts AS SOURCE_WATERMARK()
                ) WITH (
                  'connector' = 'websocket',
                  'url' = 'ws://127.0.0.1:%d/ticks',
                  'auth' = 'Bearer ${env:PG_PASSWORD}',
                  'headers.X-Client' = 'laminar',
                  'subscribe.message' = '%s',
                  'event_time.field' = 'at',
                  'on_error' = 'skip');
                CREATE TABLE windows (ticks BIGINT, came TIMESTAMP_LTZ(3), path STRING) WITH (
                  'connector' = 'websocket',
                  'bind_address' = '127.0.0.1:%d',
                  'replay_buffer_size' = '4',
                  'subscribe.formats' = 'csv');
                CREATE TABLE readings (device STRING, celsius DOUBLE) WITH (
                  'connector' = 'websocket',
                  'mode' = 'server',
                  'bind_address' = '127.0.0.1:%d');
                CREATE TABLE totals (device STRING, n BIGINT, PRIMARY KEY (device) NOT ENFORCED) WITH (
                  'connector' = 'websocket',
                  'bind_address' = '127.0.0.1:%d',
                  'changelog.envelope' = 'true');
                BEGIN STATEMENT SET;
                INSERT INTO windows
                  SELECT COUNT(*), MAX(came), MAX(path)
                  FROM TABLE(TUMBLE(TABLE ticks, DESCRIPTOR(ts), INTERVAL '1' SECOND))
                  GROUP BY window_start, window_end;
                INSERT INTO totals SELECT device, COUNT(*) FROM readings GROUP BY device;
                END;
                """
                .formatted(
                        feedPort,
                        SUBSCRIBE_MESSAGE,
                        ports.windows(),
                        ports.readings(),
                        ports.totals());
    }

    private static void awaitMessages(Subscriber page, int count) {
        await().atMost(PATIENCE).until(() -> page.messages().size() >= count);
    }

    /** Of the job's own servers. */
    private record Ports(int readings, int totals, int windows) {

        static Ports free() throws IOException {
            int first = FreePorts.first(3);
            return new Ports(first, first + 1, first + 2);
        }
    }
}
