// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laminar.flink.e2e.cluster.BuildProperty;
import io.laminar.flink.e2e.cluster.ClusterJob;
import io.laminar.flink.e2e.cluster.OnEachFlinkVersion;
import io.laminar.flink.e2e.cluster.StandaloneCluster;
import io.laminar.flink.e2e.feed.LiveFeed;
import io.laminar.flink.e2e.feed.Subscriber;
import io.laminar.flink.testing.FreePorts;
import io.laminar.flink.testing.PostgresServer;
import io.laminar.flink.testing.TestedSql;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** The SQL of the README, as printed, in the SQL client; only the ports are those of the test. */
class ReadmeITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = StandaloneCluster.PG_PASSWORD;

    private static final ObjectMapper JSON = new ObjectMapper();

    @OnEachFlinkVersion
    void readsAFeedIntoPostgresAndShowsItLive(StandaloneCluster cluster) throws Exception {
        PostgresServer postgres = PostgresServer.shared();
        ReadmeDatabase database = ReadmeDatabase.create(postgres, PASSWORD);
        List<String> blocks = TestedSql.blocks(Files.readString(BuildProperty.path("e2e.readme")));
        assertThat(blocks).as("tested blocks of the README").hasSizeGreaterThanOrEqualTo(4);

        try (LiveFeed feed = LiveFeed.start(Duration.ofMillis(20), ReadmeITCase::tick)) {
            int livePort = FreePorts.first(1);
            String script =
                    String.join("\n", blocks)
                            .replace("127.0.0.1:9100", "127.0.0.1:" + feed.port())
                            .replace("127.0.0.1:5432", "127.0.0.1:" + postgres.port())
                            .replace("127.0.0.1:9200", "127.0.0.1:" + livePort);
            ClusterJob job = cluster.job(cluster.sqlClient().run(script).jobId());
            job.awaitRunning();
            try (Subscriber page = Subscriber.connect(livePort)) {
                await().atMost(PATIENCE).until(() -> page.messages().size() > 10);
                JsonNode trade = JSON.readTree(page.messages().get(0));
                long id = trade.path("price").asLong();
                assertThat(trade.path("symbol").asText()).isEqualTo("LMNR");
                assertThat(trade.path("ts").asText()).isEqualTo(time(id));
                assertThat(trade.has("volume")).isFalse();
                assertThat(volume(id)).isGreaterThan(1000);
            }
            long last = feed.pause();
            await().atMost(PATIENCE).until(() -> database.hasTrade(volume(last)));
            job.stopWithDrain();

            long first = feed.firstOfEachConnection().get(0);
            assertThat(feed.firstOfEachConnection()).hasSize(1);
            assertThat(database.trades())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(first, last)
                                    .mapToObj(ReadmeITCase::row)
                                    .toList());
        }
        assertThat(cluster.allLogs()).doesNotContain(PASSWORD);
    }

    private static String tick(long id) {
        return """
                {"symbol": "LMNR", "price": %d.25, "volume": %d, "ts": "%s"}\
                """
                .formatted(id, volume(id), time(id));
    }

    private static String row(long id) {
        return "LMNR|" + id + ".2500|" + volume(id) + "|" + time(id);
    }

    /** From the hundred and first tick on large enough for the live page. */
    private static long volume(long id) {
        return 10 * id;
    }

    private static String time(long id) {
        return "2026-11-21 %02d:%02d:%02d".formatted(id / 3600, id / 60 % 60, id % 60);
    }
}
