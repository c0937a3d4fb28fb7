// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.postgres.PostgresSink;
import io.laminar.flink.testing.FlinkCluster;
import io.laminar.flink.testing.PostgresServer;
import io.laminar.flink.testing.faults.Fault;
import io.laminar.flink.testing.faults.Fault.Effect;
import io.laminar.flink.testing.faults.FaultHarness;
import io.laminar.flink.testing.faults.FaultPoint;
import io.laminar.flink.testing.faults.RunPlan;
import io.laminar.flink.testing.faults.RunResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Exactly once is proved by failing: at each step of the two-phase commit, and at steps drawn from
 * seeds ({@code -Dfaults.runs=500} for a soak).
 */
final class ExactlyOnceFaultsITCase {

    private static FlinkCluster cluster;
    private static FaultHarness harness;

    @BeforeAll
    static void start() throws Exception {
        cluster = FlinkCluster.start(2, 3);
        harness =
                new FaultHarness(PostgresServer.shared(), cluster, ExactlyOnceFaultsITCase::attach);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    private static void attach(DataStream<RowData> rows, RowType type, String uri, String table) {
        rows.sinkTo(
                        PostgresSink.builder()
                                .setConnection(uri)
                                .setTable(table)
                                .setRowType(type)
                                .setSinkId(table)
                                // Several flushes a checkpoint, so that some are amid an epoch.
                                .setFlushInterval(Duration.ofMillis(40))
                                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                                .build())
                .uid("sink");
    }

    static Stream<RunPlan> namedFaults() {
        return Stream.of(
                RunPlan.of("nothing fails, the tail comes after the last checkpoint"),
                cut("cut amid a COPY", FaultPoint.AMID_COPY),
                cut("cut before the end of a COPY", FaultPoint.BEFORE_FLUSH),
                cut("reply to a COPY is lost", FaultPoint.AFTER_FLUSH),
                cut("cut before PREPARE", FaultPoint.BEFORE_PREPARE),
                cut("reply to PREPARE is lost", FaultPoint.AFTER_PREPARE),
                cut("cut after the checkpoint, before COMMIT PREPARED", FaultPoint.BEFORE_COMMIT),
                cut("reply to COMMIT PREPARED is lost", FaultPoint.AFTER_COMMIT),
                with(
                        "all cut between two COMMIT PREPARED",
                        FaultPoint.BETWEEN_COMMITS,
                        Effect.CUT_ALL),
                with("server crashes amid a COPY", FaultPoint.AMID_COPY, Effect.CRASH_SERVER),
                with("server crashes after PREPARE", FaultPoint.AFTER_PREPARE, Effect.CRASH_SERVER),
                with(
                        "server crashes before COMMIT PREPARED",
                        FaultPoint.BEFORE_COMMIT,
                        Effect.CRASH_SERVER),
                with(
                        "server crashes after COMMIT PREPARED",
                        FaultPoint.AFTER_COMMIT,
                        Effect.CRASH_SERVER),
                kill("task manager dies amid a COPY", FaultPoint.AMID_COPY),
                kill("task manager dies after PREPARE", FaultPoint.AFTER_PREPARE),
                kill("task manager dies before COMMIT PREPARED", FaultPoint.BEFORE_COMMIT),
                kill("task manager dies between two COMMIT PREPARED", FaultPoint.BETWEEN_COMMITS),
                kill("task manager dies after COMMIT PREPARED", FaultPoint.AFTER_COMMIT),
                zombie("a task manager given up still flushes", FaultPoint.BEFORE_FLUSH),
                zombie("a task manager given up still prepares", FaultPoint.BEFORE_PREPARE),
                zombie("a task manager given up still commits", FaultPoint.BEFORE_COMMIT),
                restore("restored after a cut PREPARE", FaultPoint.BEFORE_PREPARE),
                restore("restored after PREPARE", FaultPoint.AFTER_PREPARE),
                restore("restored before COMMIT PREPARED", FaultPoint.BEFORE_COMMIT),
                restore("restored after COMMIT PREPARED", FaultPoint.AFTER_COMMIT),
                restore("restored with more subtasks", FaultPoint.BEFORE_COMMIT).rescaling(1, 3),
                restore("restored with fewer subtasks", FaultPoint.BETWEEN_COMMITS).rescaling(3, 1),
                savepoint("savepoint, more subtasks").rescaling(1, 3),
                savepoint("savepoint, fewer subtasks").rescaling(3, 1));
    }

    private static RunPlan with(String name, FaultPoint point, Effect effect) {
        return RunPlan.of(name, new Fault(point, 3, effect));
    }

    private static RunPlan cut(String name, FaultPoint point) {
        return with(name, point, Effect.CUT_CONNECTION);
    }

    private static RunPlan kill(String name, FaultPoint point) {
        return with(name, point, Effect.KILL_TASK_MANAGER);
    }

    private static RunPlan zombie(String name, FaultPoint point) {
        return with(name, point, Effect.ZOMBIE_TASK_MANAGER);
    }

    private static RunPlan restore(String name, FaultPoint point) {
        return with(name, point, Effect.CANCEL_AND_RESTORE);
    }

    private static RunPlan savepoint(String name) {
        return with(name, FaultPoint.AFTER_FLUSH, Effect.SAVEPOINT_AND_RESTORE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("namedFaults")
    void writesEachRowOnceWhen(RunPlan plan) throws Exception {
        RunResult result = harness.run(plan);
        assertThat(result.isExactlyOnce()).as(result.toString()).isTrue();
    }

    @Test
    void writesEachRowOnceWhateverTheSeed() throws Exception {
        int runs = Integer.getInteger("faults.runs", 20);
        long firstSeed = Long.getLong("faults.seed", 1);
        List<String> wrong = new ArrayList<>();
        for (long seed : LongStream.range(firstSeed, firstSeed + runs).toArray()) {
            RunResult result = harness.run(RunPlan.random(seed));
            if (!result.isExactlyOnce()) {
                wrong.add(result.toString());
            }
        }
        System.out.printf("%d of %d runs exactly once%n", runs - wrong.size(), runs);
        assertThat(wrong).isEmpty();
    }
}
