// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.testing.FlinkCluster;
import io.laminar.flink.testing.PostgresServer;
import io.laminar.flink.testing.faults.Fault;
import io.laminar.flink.testing.faults.Fault.Effect;
import io.laminar.flink.testing.faults.FaultHarness;
import io.laminar.flink.testing.faults.FaultPoint;
import io.laminar.flink.testing.faults.RunPlan;
import io.laminar.flink.testing.faults.RunResult;
import io.laminar.flink.testing.faults.SinkKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Exactly once is proved by failing: at each step of either protocol, and at steps drawn from seeds
 * ({@code -Dfaults.runs=200} for a soak, or the Maven profile {@code faults}).
 */
@Tag("alone")
final class ExactlyOnceFaultsITCase {

    private static FlinkCluster cluster;
    private static FaultHarness harness;

    @BeforeAll
    static void start() throws Exception {
        cluster = FlinkCluster.start(2, 3);
        harness = new FaultHarness(PostgresServer.shared(), cluster, SinkAttachment::attach);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.laminar.flink.postgres.faults.NamedFaults#twoPhase")
    void appendsEachRowOnceByPreparedTransactions(RunPlan plan) throws Exception {
        assertExactlyOnce(plan);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.laminar.flink.postgres.faults.NamedFaults#coTransactionalAppend")
    void appendsEachRowOnceByStagingTables(RunPlan plan) throws Exception {
        assertExactlyOnce(plan);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.laminar.flink.postgres.faults.NamedFaults#coTransactionalUpsert")
    void upsertsEachKeyInOrderByStagingTables(RunPlan plan) throws Exception {
        assertExactlyOnce(plan);
    }

    private static RunResult assertExactlyOnce(RunPlan plan) throws Exception {
        RunResult result = harness.run(plan);
        assertThat(result.isExactlyOnce()).as(result.toString()).isTrue();
        return result;
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            names = {"CANCEL_AND_RESTORE_OLDER", "CANCEL_AND_START_ANEW"})
    void appendsAgainOnlyWhatTheRestoredStateDoesNotHold(Effect effect) throws Exception {
        for (SinkKind kind : List.of(SinkKind.APPEND_TWO_PHASE, SinkKind.APPEND_CO_TRANSACTIONAL)) {
            RunResult result =
                    assertExactlyOnce(
                            RunPlan.of(
                                    effect.toString(),
                                    kind,
                                    new Fault(FaultPoint.AFTER_COMMIT, 9, effect)));
            assertThat(result.repeated()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            names = {"CANCEL_AND_RESTORE_OLDER", "CANCEL_AND_START_ANEW"})
    void upsertsConvergeFromAnyOlderState(Effect effect) throws Exception {
        assertExactlyOnce(
                RunPlan.of(
                        effect.toString(),
                        SinkKind.UPSERT_CO_TRANSACTIONAL,
                        new Fault(FaultPoint.AFTER_COMMIT, 9, effect)));
    }

    @ParameterizedTest
    @EnumSource(SinkKind.class)
    void writesEachRowOnceOverManyRestarts(SinkKind kind) throws Exception {
        Fault[] restarts = new Fault[6];
        Arrays.setAll(
                restarts,
                i ->
                        new Fault(
                                FaultPoint.AFTER_COMMIT,
                                3,
                                i % 2 == 0 ? Effect.CUT_ALL : Effect.CANCEL_AND_RESTORE));
        assertExactlyOnce(RunPlan.of("many restarts", kind, restarts).timesRows(2));
    }

    /** The kinds of sink take turns; each draws its subtasks before and after a restore, too. */
    @Test
    void writesEachRowOnceWhateverTheSeed() throws Exception {
        int runs = Integer.getInteger("faults.runs", 40);
        long firstSeed = Long.getLong("faults.seed", 1);
        List<SinkKind> kinds = List.of(SinkKind.values());
        List<String> wrong = new ArrayList<>();
        for (long seed : LongStream.range(firstSeed, firstSeed + runs).toArray()) {
            SinkKind kind = kinds.get((int) (seed % kinds.size()));
            outcomeIfWrong(RunPlan.random(kind, seed)).ifPresent(wrong::add);
        }
        System.out.printf("%d of %d runs exactly once%n", runs - wrong.size(), runs);
        assertThat(wrong).isEmpty();
    }

    /** A run that can't be ended must not keep the next ones from being counted. */
    private static Optional<String> outcomeIfWrong(RunPlan plan) throws InterruptedException {
        try {
            RunResult result = harness.run(plan);
            return result.isExactlyOnce() ? Optional.empty() : Optional.of(result.toString());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return Optional.of(plan + "\n  " + ExceptionUtils.stringifyException(e));
        }
    }
}
