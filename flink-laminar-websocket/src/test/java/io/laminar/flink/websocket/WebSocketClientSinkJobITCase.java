// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.CollectingServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs with the sink's client mode, which fail, and whose server does. */
@Timeout(120)
class WebSocketClientSinkJobITCase {

    private static final int ROWS = 20_000;

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private static final AtomicBoolean FAIL_ONCE = new AtomicBoolean();

    @Test
    void deliversEveryAcknowledgedRowThoughJobAndServerFail() throws Exception {
        FAIL_ONCE.set(true);
        AtomicBoolean cutOnce = new AtomicBoolean(true);
        try (CollectingServer server = CollectingServer.start()) {
            server.answering(
                    row -> {
                        if (Long.parseLong(row) == 5000 && cutOnce.getAndSet(false)) {
                            cut(server);
                        }
                        return row;
                    });
            run(sink(server).setAcknowledgement("id", row -> row).build(), 2);
            List<String> received = server.messages();
            assertThat(new HashSet<>(received)).isEqualTo(allRows());
            assertThat(received).hasSizeGreaterThan(ROWS);
            assertThat(cutOnce).isFalse();
            assertThat(FAIL_ONCE).isFalse();
        }
    }

    @Test
    void deliversEveryRowWithoutAcknowledgementsIfOnlyTheJobFails() throws Exception {
        FAIL_ONCE.set(true);
        try (CollectingServer server = CollectingServer.start()) {
            run(sink(server).build(), 1);
            // The job waits for its last connection; the server may still read the one before.
            await().untilAsserted(() -> assertThat(missingIn(server)).isEmpty());
            assertThat(FAIL_ONCE).isFalse();
        }
    }

    @Test
    void losesWithoutAcknowledgementsOneRunOfRowsWhenTheConnectionBreaks() throws Exception {
        FAIL_ONCE.set(false);
        AtomicBoolean cutOnce = new AtomicBoolean(true);
        try (CollectingServer server = CollectingServer.start()) {
            server.answering(
                    row -> {
                        if (Long.parseLong(row) == 5000 && cutOnce.getAndSet(false)) {
                            cut(server);
                        }
                        return null;
                    });
            // So wide that the sockets can't hold all that is left when the connection breaks.
            run(sink(server).setSerializer(WebSocketClientSinkJobITCase::wide).build(), 1);
            List<Long> received = server.messages().stream().map(Long::valueOf).toList();
            assertThat(received).doesNotHaveDuplicates().isSorted().contains(0L, ROWS - 1L);
            long gaps =
                    LongStream.range(1, received.size())
                            .filter(i -> received.get((int) i) != received.get((int) i - 1) + 1)
                            .count();
            assertThat(gaps).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void sendsTheRowsOfASqlQueryInBatchesThatAreAcknowledged() throws Exception {
        try (CollectingServer server = CollectingServer.start()) {
            server.answering(
                    message ->
                            message.replaceAll("(?s).*\"id\":(\\d+).*", "{\"id\":$1,\"ok\":true}"));
            StreamTableEnvironment tables = StreamTableEnvironment.create(environment(1));
            tables.executeSql(
                    "CREATE TABLE orders (id BIGINT NOT NULL, name STRING) WITH ("
                            + "'connector' = 'websocket', 'mode' = 'client', 'url' = '"
                            + server.url()
                            + "', 'ack.field' = 'id', 'ack.timeout' = '20 s',"
                            + " 'batch.max_size' = '2', 'batch.interval' = '1 min')");
            tables.executeSql("INSERT INTO orders VALUES (1, 'a'), (2, 'b'), (3, 'c')").await();
            assertThat(server.messages())
                    .containsExactly(
                            "{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":\"b\"}",
                            "{\"id\":3,\"name\":\"c\"}");
        }
    }

    @Test
    void sendsABatchOfASqlQueryWhenItsIntervalIsOver() throws Exception {
        try (CollectingServer server = CollectingServer.start()) {
            StreamTableEnvironment tables = StreamTableEnvironment.create(environment(1));
            tables.executeSql(
                    "CREATE TABLE ticks (id BIGINT) WITH ('connector' = 'datagen',"
                            + " 'rows-per-second' = '1', 'fields.id.kind' = 'sequence',"
                            + " 'fields.id.start' = '1', 'fields.id.end' = '1000000')");
            tables.executeSql(
                    "CREATE TABLE orders (id BIGINT) WITH ('connector' = 'websocket',"
                            + " 'mode' = 'client', 'format' = 'csv', 'batch.max_size' = '1000',"
                            + " 'batch.interval' = '100 ms', 'url' = '"
                            + server.url()
                            + "')");
            var result = tables.executeSql("INSERT INTO orders SELECT id FROM ticks");
            await().until(() -> !server.messages().isEmpty());
            assertThat(server.messages().get(0)).isEqualTo("1");
            result.getJobClient().orElseThrow().cancel().get();
        }
    }

    private static void cut(CollectingServer server) {
        try {
            server.cut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(WebSocketSink<String> sink, int parallelism) throws Exception {
        StreamExecutionEnvironment flink = environment(parallelism);
        flink.enableCheckpointing(50);
        flink.fromSequence(0, ROWS - 1L)
                .map(WebSocketClientSinkJobITCase::failOnceLate)
                .sinkTo(sink);
        flink.execute();
    }

    private static StreamExecutionEnvironment environment(int parallelism) {
        StreamExecutionEnvironment flink =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        new Configuration()
                                .set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay")
                                .set(
                                        RestartStrategyOptions
                                                .RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS,
                                        3)
                                .set(
                                        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY,
                                        Duration.ofMillis(10)));
        flink.setParallelism(parallelism);
        return flink;
    }

    private static String failOnceLate(long row) {
        if (row == ROWS / 2 + 100 && FAIL_ONCE.getAndSet(false)) {
            throw new IllegalStateException("on purpose");
        }
        return String.valueOf(row);
    }

    private static byte[] wide(String row) {
        return ("0".repeat(2_000) + row).getBytes(StandardCharsets.UTF_8);
    }

    private static Set<String> missingIn(CollectingServer server) {
        Set<String> missing = allRows();
        server.messages().forEach(missing::remove);
        return missing;
    }

    private static Set<String> allRows() {
        return LongStream.range(0, ROWS).mapToObj(String::valueOf).collect(Collectors.toSet());
    }

    private static WebSocketSinkBuilder<String> sink(CollectingServer server) {
        return WebSocketSink.<String>builder()
                .setUrl(server.url())
                .setSerializer(new SimpleStringSchema())
                .setBufferOnDisconnect(500)
                .setReconnectDelay(Duration.ofMillis(20), Duration.ofMillis(100));
    }
}
