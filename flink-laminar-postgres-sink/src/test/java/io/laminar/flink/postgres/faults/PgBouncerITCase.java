// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.testing.FlinkCluster;
import io.laminar.flink.testing.PgBouncerServer;
import io.laminar.flink.testing.PostgresServer;
import io.laminar.flink.testing.faults.Fault;
import io.laminar.flink.testing.faults.Fault.Effect;
import io.laminar.flink.testing.faults.FaultHarness;
import io.laminar.flink.testing.faults.FaultPoint;
import io.laminar.flink.testing.faults.RunPlan;
import io.laminar.flink.testing.faults.RunResult;
import io.laminar.flink.testing.faults.SinkKind;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Staging tables behind PgBouncer, which gives each transaction another session of the server; it
 * has fewer of them than the sink has connections.
 */
@Tag("alone")
final class PgBouncerITCase {

    private static final int SESSIONS = 3;

    private static FlinkCluster cluster;
    private static PgBouncerServer pool;
    private static FaultHarness harness;

    @BeforeAll
    static void start() throws Exception {
        cluster = FlinkCluster.start(2, 3);
        pool = PgBouncerServer.start(PostgresServer.shared(), SESSIONS);
        harness = new FaultHarness(PostgresServer.shared(), pool, cluster, SinkAttachment::attach);
    }

    @AfterAll
    static void stop() throws Exception {
        // A pool that did not start is reported by start().
        if (pool != null) {
            pool.close();
        }
        cluster.close();
    }

    static Stream<RunPlan> plans() {
        return Stream.of(SinkKind.APPEND_CO_TRANSACTIONAL, SinkKind.UPSERT_CO_TRANSACTIONAL)
                .flatMap(
                        kind ->
                                Stream.of(
                                        RunPlan.of("nothing fails", kind),
                                        plan(kind, FaultPoint.AMID_COPY, Effect.CUT_CONNECTION),
                                        plan(kind, FaultPoint.AFTER_COMMIT, Effect.CUT_CONNECTION),
                                        plan(kind, FaultPoint.AMID_COPY, Effect.KILL_TASK_MANAGER),
                                        plan(
                                                kind,
                                                FaultPoint.BEFORE_COMMIT,
                                                Effect.KILL_TASK_MANAGER),
                                        plan(
                                                kind,
                                                FaultPoint.BEFORE_FLUSH_COMMIT,
                                                Effect.LATE_ZOMBIE_TASK_MANAGER),
                                        plan(kind, FaultPoint.BEFORE_MOVE, Effect.CRASH_SERVER),
                                        plan(
                                                        kind,
                                                        FaultPoint.BEFORE_COMMIT,
                                                        Effect.CANCEL_AND_RESTORE)
                                                .rescaling(3, 2),
                                        plan(
                                                        kind,
                                                        FaultPoint.AFTER_FLUSH,
                                                        Effect.SAVEPOINT_AND_RESTORE)
                                                .rescaling(1, 3)));
    }

    private static RunPlan plan(SinkKind kind, FaultPoint point, Effect effect) {
        return RunPlan.of("behind PgBouncer", kind, new Fault(point, 3, effect));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plans")
    void stagingTablesAreExactBehindAPoolOfTransactions(RunPlan plan) throws Exception {
        RunResult result = harness.run(plan);
        assertThat(result.isExactlyOnce()).as(result.toString()).isTrue();
    }
}
