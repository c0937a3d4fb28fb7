// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.ReplayFeed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * With a feed that can replay, every record arrives at least once: in state, which a failure sets
 * back, so that a record that was seen but not asked for again would be missed.
 */
@Timeout(180)
class WebSocketReplayITCase {

    private static final int FAILURES = 5;

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(1)
                            .build());

    private static volatile BitSet arrivedInState = new BitSet();
    private static final AtomicInteger FAILURES_LEFT = new AtomicInteger();

    @BeforeEach
    void forgetWhatArrived() {
        arrivedInState = new BitSet();
        FAILURES_LEFT.set(0);
    }

    @Test
    void losesNothingWhenTheJobFailsAgainAndAgain() throws Exception {
        FAILURES_LEFT.set(FAILURES);
        try (ReplayFeed feed = ReplayFeed.start(Long.MAX_VALUE, 0)) {
            JobClient job = start(feed);
            await().atMost(Duration.ofMinutes(1)).until(() -> FAILURES_LEFT.get() == 0);
            assertNothingIsLost(feed, job);
        }
    }

    @Test
    void losesNothingWhenConnectionsBreak() throws Exception {
        try (ReplayFeed feed = ReplayFeed.start(1_000, 20)) {
            JobClient job = start(feed);
            await().atMost(Duration.ofMinutes(1)).until(() -> feed.cutsLeft() == 0);
            assertNothingIsLost(feed, job);
        }
    }

    @Test
    void losesNothingWhenATaskManagerIsKilled(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        try (ReplayFeed feed = ReplayFeed.start(5_000, 3)) {
            JobClient job = start(feed);
            for (int taskManager = 0; taskManager < 2; taskManager++) {
                int arrived = arrivedInState.cardinality();
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> arrivedInState.cardinality() > arrived + 1_000);
                cluster.terminateTaskManager(taskManager).get(30, TimeUnit.SECONDS);
                cluster.startTaskManager();
            }
            int arrived = arrivedInState.cardinality();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> arrivedInState.cardinality() > arrived + 1_000);
            assertNothingIsLost(feed, job);
        }
    }

    private static void assertNothingIsLost(ReplayFeed feed, JobClient job) throws Exception {
        int last = (int) feed.end();
        await().atMost(Duration.ofMinutes(1)).until(() -> arrivedInState.length() > last);
        assertThat(arrivedInState.nextClearBit(1)).isEqualTo(last + 1);
        job.cancel().get(30, TimeUnit.SECONDS);
    }

    private static JobClient start(ReplayFeed feed) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1_000);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
        StreamExecutionEnvironment flink =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        flink.setParallelism(1);
        flink.enableCheckpointing(50);
        WebSocketSource<Long> source =
                WebSocketSource.<Long>builder()
                        .setUrl(feed.url())
                        .setDeserializer(new NumberedRecords())
                        .setSubscribeMessages("0")
                        .setResume("n", "${last}")
                        .setBufferCapacity(100)
                        .setReconnectDelay(Duration.ofMillis(10), Duration.ofMillis(100))
                        .build();
        flink.fromSource(source, WatermarkStrategy.noWatermarks(), "replay")
                .map(new Arrivals())
                .sinkTo(new DiscardingSink<>());
        return flink.executeAsync();
    }

    private static final class NumberedRecords extends AbstractDeserializationSchema<Long> {

        private static final long serialVersionUID = 1L;

        @Override
        public Long deserialize(byte[] record) {
            String text = new String(record, StandardCharsets.UTF_8);
            return Long.valueOf(text.substring("{\"n\":".length(), text.length() - 1));
        }
    }

    /** Keeps in state which numbers came, and fails some records behind a checkpoint. */
    private static final class Arrivals
            implements MapFunction<Long, Long>, CheckpointedFunction, CheckpointListener {

        private static final long serialVersionUID = 1L;

        private transient @Nullable ListState<byte[]> state;
        private transient BitSet arrived = new BitSet();
        private transient int untilFailure;

        @Override
        public Long map(Long number) {
            arrived.set(number.intValue());
            if (untilFailure > 0 && --untilFailure == 0 && FAILURES_LEFT.getAndDecrement() > 0) {
                throw new IllegalStateException("Failure of the test");
            }
            return number;
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            if (untilFailure == 0 && FAILURES_LEFT.get() > 0) {
                untilFailure = 333;
            }
        }

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            ListState<byte[]> restored =
                    context.getOperatorStateStore()
                            .getListState(new ListStateDescriptor<>("arrived", byte[].class));
            state = restored;
            arrived = new BitSet();
            for (byte[] bits : restored.get()) {
                arrived = BitSet.valueOf(bits);
            }
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            Objects.requireNonNull(state).update(List.of(arrived.toByteArray()));
            arrivedInState = (BitSet) arrived.clone();
        }
    }
}
