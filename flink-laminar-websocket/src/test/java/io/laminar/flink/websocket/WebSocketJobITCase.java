// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.testing.FreePorts;
import io.laminar.flink.websocket.testing.JdkClient;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.client.program.ClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.test.junit5.InjectClusterClient;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of the DataStream API: several subtasks, failures, the end. */
@Timeout(120)
class WebSocketJobITCase {

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    @TempDir Path folder;

    private static final AtomicBoolean FAIL_ONCE = new AtomicBoolean();

    @Test
    void idleSubtasksHoldBackNoWatermark() throws Exception {
        try (RawServer server = RawServer.start()) {
            StreamExecutionEnvironment flink = environment();
            flink.setParallelism(3);
            var sums =
                    flink.fromSource(
                                    numbers(server),
                                    WatermarkStrategy.<Integer>forMonotonousTimestamps()
                                            .withTimestampAssigner((number, time) -> number),
                                    "numbers")
                            .windowAll(TumblingEventTimeWindows.of(Duration.ofMillis(10)))
                            .reduce(Integer::sum);
            try (CloseableIterator<Integer> results = sums.executeAndCollect();
                    RawConnection feed = server.accept()) {
                for (int number : new int[] {1, 2, 3, 11, 12, 25}) {
                    feed.sendText(String.valueOf(number));
                }
                assertThat(results.next()).isEqualTo(6);
                assertThat(results.next()).isEqualTo(23);
            }
        }
    }

    @Test
    void givesRecordsTheTimestampsOfTheirField() throws Exception {
        try (RawServer server = RawServer.start()) {
            WebSocketSource<String> source =
                    WebSocketSource.<String>builder()
                            .setUrl(server.url())
                            .setDeserializer(new SimpleStringSchema())
                            .setEventTime("at", "iso8601")
                            .build();
            StreamExecutionEnvironment flink = environment();
            flink.setParallelism(1);
            var lengths =
                    flink.fromSource(source, WatermarkStrategy.forMonotonousTimestamps(), "timed")
                            .map(String::length)
                            .windowAll(TumblingEventTimeWindows.of(Duration.ofMinutes(1)))
                            .reduce(Integer::sum);
            try (CloseableIterator<Integer> results = lengths.executeAndCollect();
                    RawConnection feed = server.accept()) {
                String record = "{\"at\":\"2026-01-01T00:00:01Z\"}";
                feed.sendText(record);
                feed.sendText(record);
                feed.sendText("{\"at\":\"2026-01-01T00:02:00Z\"}");
                assertThat(results.next()).isEqualTo(2 * record.length());
            }
        }
    }

    @Test
    void connectsAgainAfterAFailover() throws Exception {
        FAIL_ONCE.set(true);
        try (RawServer server = RawServer.start()) {
            StreamExecutionEnvironment flink = environment();
            flink.setParallelism(2);
            flink.enableCheckpointing(50);
            var checked =
                    flink.fromSource(numbers(server), WatermarkStrategy.noWatermarks(), "numbers")
                            .map(WebSocketJobITCase::failOnceAtSeven);
            try (CloseableIterator<Integer> results = checked.executeAndCollect()) {
                try (RawConnection feed = server.accept()) {
                    feed.sendText("7");
                    assertThat(feed.readFrame(RawConnection.CLOSE).closeStatus()).isEqualTo(1001);
                }
                try (RawConnection feed = server.accept()) {
                    feed.sendText("8");
                    assertThat(results.next()).isEqualTo(8);
                }
            }
        }
    }

    private static int failOnceAtSeven(int number) {
        if (number == 7 && FAIL_ONCE.getAndSet(false)) {
            throw new IllegalStateException("Failure of the test");
        }
        return number;
    }

    @Test
    void keepsTheReplayBufferOverAFailover(@InjectClusterClient ClusterClient<?> cluster)
            throws Exception {
        int port = FreePorts.first(1);
        try (RawServer server = RawServer.start()) {
            FAIL_ONCE.set(true);
            StreamExecutionEnvironment flink = environment();
            flink.setParallelism(1);
            flink.enableCheckpointing(Duration.ofHours(1).toMillis());
            flink.fromSource(numbers(server), WatermarkStrategy.noWatermarks(), "numbers")
                    .map(WebSocketJobITCase::failOnceAtSeven)
                    .map(String::valueOf)
                    .sinkTo(sink(port));
            JobClient job = flink.executeAsync();
            RawConnection feed = server.accept();
            for (int number = 1; number <= 3; number++) {
                feed.sendText(String.valueOf(number));
            }
            try (JdkClient early = JdkClient.connect(port)) {
                assertThat(early.next(3)).containsExactly("1", "2", "3");
            }
            // Now, not at an interval: what was written before must be in it.
            cluster.triggerCheckpoint(job.getJobID(), CheckpointType.FULL)
                    .get(30, TimeUnit.SECONDS);
            feed.sendText("7");
            feed = server.accept();
            feed.sendText("8");
            try (JdkClient late = JdkClient.await(port)) {
                assertThat(late.next(4)).containsExactly("1", "2", "3", "8");
            }
            job.cancel().get(30, TimeUnit.SECONDS);
            feed.close();
        }
    }

    @Test
    void drainsAndClosesItsSocketsOnStop() throws Exception {
        int port = FreePorts.first(1);
        try (RawServer server = RawServer.start()) {
            StreamExecutionEnvironment flink = environment();
            flink.setParallelism(1);
            flink.fromSource(numbers(server), WatermarkStrategy.noWatermarks(), "numbers")
                    .map(String::valueOf)
                    .sinkTo(sink(port));
            JobClient job = flink.executeAsync();
            try (RawConnection feed = server.accept();
                    JdkClient client = JdkClient.await(port)) {
                feed.sendText("1");
                assertThat(client.next()).isEqualTo("1");
                job.stopWithSavepoint(
                                /* advanceToEndOfEventTime= */ true,
                                folder.toString(),
                                SavepointFormatType.CANONICAL)
                        .get(30, TimeUnit.SECONDS);
                assertThat(feed.readFrame(RawConnection.CLOSE).closeStatus()).isEqualTo(1001);
                assertThat(client.closeStatus().get(10, TimeUnit.SECONDS)).isEqualTo(1001);
            }
            await().until(() -> job.getJobStatus().get() == JobStatus.FINISHED);
            await().until(() -> networkThreads() == 0);
        }
    }

    @Test
    void failsTheJobWithTheDecodersText() throws Exception {
        try (RawServer server = RawServer.start()) {
            Configuration noRestart = new Configuration();
            noRestart.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
            StreamExecutionEnvironment flink =
                    StreamExecutionEnvironment.getExecutionEnvironment(noRestart);
            var numbers =
                    flink.fromSource(numbers(server), WatermarkStrategy.noWatermarks(), "numbers");
            try (CloseableIterator<Integer> results = numbers.executeAndCollect();
                    RawConnection feed = server.accept()) {
                feed.sendText("seven");
                assertThatThrownBy(results::hasNext)
                        .hasStackTraceContaining(
                                "Can't decode record 1 of message 1 from '" + server.url() + "'");
            }
            await().until(() -> networkThreads() == 0);
        }
    }

    private static long networkThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("websocket-"))
                .count();
    }

    private static StreamExecutionEnvironment environment() {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
        return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    }

    private static WebSocketSource<Integer> numbers(RawServer server) {
        return WebSocketSource.<Integer>builder()
                .setUrl(server.url())
                .setDeserializer(new NumberSchema())
                .build();
    }

    private static WebSocketSink<String> sink(int port) {
        return WebSocketSink.<String>builder()
                .setBindAddress("127.0.0.1:" + port)
                .setReplayBufferSize(100)
                .setSerializer(new SimpleStringSchema())
                .build();
    }
}
