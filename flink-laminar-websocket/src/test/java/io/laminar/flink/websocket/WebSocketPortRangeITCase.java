// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.testing.FreePorts;
import io.laminar.flink.websocket.testing.JdkClient;
import io.laminar.flink.websocket.testing.ReaderHarness;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Parallel servers on one host: a port of a range for each subtask. */
@Timeout(120)
class WebSocketPortRangeITCase {

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private static final AtomicBoolean FAIL_ONCE = new AtomicBoolean();

    @Test
    void eachSubtaskListensOnItsOwnPort() throws Exception {
        int first = FreePorts.first(2);
        try (ReaderHarness<String> reader = ReaderHarness.started(source(first, 2), 1)) {
            await().until(() -> reader.metric("boundPort") > 0);
            assertThat(reader.metric("boundPort")).isEqualTo(first + 1);
        }
        try (WriterHarness<String> one = WriterHarness.open(sink(first, 2), 2, 0);
                WriterHarness<String> other = WriterHarness.open(sink(first, 2), 2, 1)) {
            assertThat(List.of(one.port(), other.port())).containsExactly(first, first + 1);
        }
    }

    @Test
    void everySubtaskReadsFromThePortItHadBeforeAFailover() throws Exception {
        int first = FreePorts.first(3);
        StreamExecutionEnvironment flink = environment();
        flink.setParallelism(3);
        FAIL_ONCE.set(true);
        var messages =
                flink.fromSource(source(first, 3), WatermarkStrategy.noWatermarks(), "in")
                        .map(WebSocketPortRangeITCase::failOnce);
        try (CloseableIterator<String> results = messages.executeAndCollect();
                JdkClient one = JdkClient.await(first);
                JdkClient two = JdkClient.await(first + 1);
                JdkClient three = JdkClient.await(first + 2)) {
            three.send("fail");
            for (JdkClient client : List.of(one, two, three)) {
                assertThat(client.closeStatus())
                        .succeedsWithin(Duration.ofSeconds(20))
                        .isEqualTo(1001);
            }
            for (int subtask = 0; subtask < 3; subtask++) {
                try (JdkClient client = JdkClient.await(first + subtask)) {
                    client.send("to " + subtask);
                    assertThat(results.next()).isEqualTo("to " + subtask);
                }
            }
        }
    }

    private static String failOnce(String message) {
        if (message.equals("fail") && FAIL_ONCE.getAndSet(false)) {
            throw new IllegalStateException("Failure of the test");
        }
        return message;
    }

    @Test
    void aJobWithMoreSubtasksThanPortsFails() throws Exception {
        Configuration noRestart = new Configuration();
        noRestart.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment flink =
                StreamExecutionEnvironment.getExecutionEnvironment(noRestart);
        flink.setParallelism(3);
        int first = FreePorts.first(2);
        try (CloseableIterator<String> results =
                flink.fromSource(source(first, 2), WatermarkStrategy.noWatermarks(), "in")
                        .executeAndCollect()) {
            assertThatThrownBy(results::hasNext)
                    .hasStackTraceContaining(
                            String.format(
                                    "'bind_address' is '127.0.0.1:%d-%d', a range of 2 ports, but"
                                            + " there are 3 subtasks, each of which needs one. Make"
                                            + " the range wider, or set 'scan.parallelism' to 2.",
                                    first, first + 1));
        }
    }

    @Test
    void tablesHaveTheParallelismThatIsAskedFor() throws Exception {
        int in = FreePorts.first(2);
        int out = FreePorts.first(2);
        StreamExecutionEnvironment flink = environment();
        flink.setParallelism(3);
        StreamTableEnvironment tables = StreamTableEnvironment.create(flink);
        tables.executeSql(
                "CREATE TABLE readings (device STRING) WITH ('connector' = 'websocket',"
                        + " 'mode' = 'server', 'scan.parallelism' = '2', 'bind_address' = '"
                        + range(in, 2)
                        + "')");
        tables.executeSql(
                "CREATE TABLE alerts (device STRING) WITH ('connector' = 'websocket',"
                        + " 'format' = 'raw', 'sink.parallelism' = '2', 'bind_address' = '"
                        + range(out, 2)
                        + "')");
        var job = tables.executeSql("INSERT INTO alerts SELECT device FROM readings");
        try (JdkClient one = JdkClient.await(out);
                JdkClient other = JdkClient.await(out + 1);
                JdkClient sender = JdkClient.await(in);
                JdkClient second = JdkClient.await(in + 1)) {
            for (int i = 0; i < 20; i++) {
                sender.send("{\"device\":\"a" + i + "\"}");
                second.send("{\"device\":\"b" + i + "\"}");
            }
            // Which subtask gets which row is Flink's affair; none goes to both.
            await().until(() -> one.received() + other.received() == 40);
            List<String> ofOne = one.next(one.received());
            assertThat(ofOne).doesNotContainAnyElementsOf(other.next(other.received()));
        } finally {
            job.getJobClient().orElseThrow().cancel().get();
        }
    }

    @Test
    void aTableTakesTheJobsParallelismAndIsRefusedIfThatIsMoreThanItsPorts() throws Exception {
        int first = FreePorts.first(3);
        StreamExecutionEnvironment flink = environment();
        flink.setParallelism(3);
        StreamTableEnvironment tables = StreamTableEnvironment.create(flink);
        for (int ports : new int[] {2, 3}) {
            tables.executeSql(
                    "CREATE TABLE readings"
                            + ports
                            + " (device STRING) WITH ('connector' = 'websocket',"
                            + " 'mode' = 'server', 'bind_address' = '"
                            + range(first, ports)
                            + "')");
        }
        assertThatThrownBy(() -> tables.executeSql("SELECT * FROM readings2"))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        String.format(
                                "'bind_address' is '127.0.0.1:%d-%d', a range of 2 ports, but there"
                                        + " are 3 subtasks, each of which needs one. Make the range"
                                        + " wider, or set 'scan.parallelism' to 2.",
                                first, first + 1));
        try (CloseableIterator<Row> rows = tables.executeSql("SELECT * FROM readings3").collect();
                JdkClient sender = JdkClient.await(first + 2)) {
            sender.send("{\"device\":\"d\"}");
            assertThat(rows.next()).isEqualTo(Row.of("d"));
        }
    }

    @Test
    void aParallelSinkNeedsAPortForEachSubtask() throws Exception {
        int first = FreePorts.first(2);
        assertThatThrownBy(() -> WriterHarness.open(sink(first, 2), 3, 0))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "'bind_address' is '%s', a range of 2 ports, but there are 3 subtasks, each"
                                + " of which needs one. Make the range wider, or set"
                                + " 'sink.parallelism' to 2.",
                        range(first, 2));
    }

    private static StreamExecutionEnvironment environment() {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
        return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    }

    private static String range(int first, int ports) {
        return "127.0.0.1:" + first + "-" + (first + ports - 1);
    }

    private static WebSocketSource<String> source(int first, int ports) {
        return WebSocketSource.<String>builder()
                .setBindAddress(range(first, ports))
                .setDeserializer(new SimpleStringSchema())
                .build();
    }

    private static WebSocketSink<String> sink(int first, int ports) {
        return WebSocketSink.<String>builder()
                .setBindAddress(range(first, ports))
                .setSerializer(new SimpleStringSchema())
                .build();
    }
}
