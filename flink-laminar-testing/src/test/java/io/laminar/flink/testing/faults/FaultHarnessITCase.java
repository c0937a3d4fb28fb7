// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.testing.FlinkCluster;
import io.laminar.flink.testing.PostgresServer;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The harness tells a right sink from broken ones. */
final class FaultHarnessITCase {

    private static FlinkCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = FlinkCluster.start(2, 3);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    private static RunResult run(JdbcTwoPhaseSink.Flaw flaw, Fault... faults) throws Exception {
        return run(flaw, plan(flaw, faults));
    }

    private static RunPlan plan(JdbcTwoPhaseSink.Flaw flaw, Fault... faults) {
        return RunPlan.of(flaw.toString(), SinkKind.APPEND_TWO_PHASE, faults);
    }

    private static RunResult run(JdbcTwoPhaseSink.Flaw flaw, RunPlan plan) throws Exception {
        return harness(
                        (rows, target) ->
                                rows.sinkTo(
                                                new JdbcTwoPhaseSink(
                                                        target.uri(), target.table(), flaw))
                                        .uid("sink"))
                .run(plan);
    }

    private static RunResult run(JdbcUpsertSink.Flaw flaw, Fault... faults) throws Exception {
        return harness(
                        (rows, target) ->
                                rows.sinkTo(new JdbcUpsertSink(target.uri(), target.table(), flaw))
                                        .uid("sink"))
                .run(
                        RunPlan.of(flaw.toString(), SinkKind.UPSERT_CO_TRANSACTIONAL, faults)
                                .rescaling(2, 3));
    }

    private static FaultHarness harness(SinkUnderTest sink) throws Exception {
        return new FaultHarness(PostgresServer.shared(), cluster, sink);
    }

    @Test
    void acceptsASinkThatTriesItsCommitAgain() throws Exception {
        RunResult result =
                run(
                        JdbcTwoPhaseSink.Flaw.NONE,
                        new Fault(FaultPoint.BEFORE_COMMIT, 3, Fault.Effect.CUT_CONNECTION));
        assertThat(result.isExactlyOnce()).as(result.toString()).isTrue();
    }

    @Test
    void findsRowsDoubledByASinkThatCommitsAtOnce() throws Exception {
        RunResult result =
                run(
                        JdbcTwoPhaseSink.Flaw.COMMITS_EACH_ROW,
                        new Fault(FaultPoint.ANYWHERE, 1000, Fault.Effect.CUT_CONNECTION));
        assertThat(result.neverFired()).isEmpty();
        assertThat(result.doubled()).isNotEmpty();
        assertThat(result.isExactlyOnce()).isFalse();
    }

    @Test
    void findsRowsLostAndTransactionsLeftByASinkThatGivesUpACommit() throws Exception {
        RunResult result =
                run(
                        JdbcTwoPhaseSink.Flaw.GIVES_UP_A_COMMIT,
                        new Fault(FaultPoint.BEFORE_COMMIT, 3, Fault.Effect.CUT_CONNECTION));
        assertThat(result.neverFired()).isEmpty();
        assertThat(result.lost()).isNotEmpty();
        assertThat(result.leftBehind()).hasSize(1);
        assertThat(result.isExactlyOnce()).isFalse();
        assertThat(PostgresServer.shared().query("SELECT gid FROM pg_prepared_xacts")).isEmpty();
    }

    /** With one subtask, since a restart leaves what another one had prepared. */
    @Test
    void acceptsAWriterThatEndsTheSessionOfItsPredecessor() throws Exception {
        RunPlan plan =
                plan(
                                JdbcTwoPhaseSink.Flaw.NONE,
                                new Fault(
                                        FaultPoint.BEFORE_PREPARE,
                                        3,
                                        Fault.Effect.LATE_ZOMBIE_TASK_MANAGER))
                        .rescaling(1, 1);
        RunResult result = run(JdbcTwoPhaseSink.Flaw.NONE, plan);
        assertThat(result.isExactlyOnce()).as(result.toString()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.Effect.class,
            names = {"ZOMBIE_TASK_MANAGER", "LATE_ZOMBIE_TASK_MANAGER"})
    void findsWhatAWriterWithoutAFencePreparesAfterItsEnd(Fault.Effect zombie) throws Exception {
        RunPlan plan =
                plan(
                                JdbcTwoPhaseSink.Flaw.HAS_NO_FENCE,
                                new Fault(FaultPoint.BEFORE_PREPARE, 3, zombie))
                        .rescaling(1, 1);
        RunResult result = run(JdbcTwoPhaseSink.Flaw.HAS_NO_FENCE, plan);
        assertThat(result.neverFired()).isEmpty();
        assertThat(result.leftBehind()).hasSize(1);
        assertThat(result.isExactlyOnce()).isFalse();
    }

    @Test
    void findsAStagingTableThatIsLeftBehind() throws Exception {
        RunResult result = run(JdbcTwoPhaseSink.Flaw.LEAVES_A_STAGING_TABLE);
        assertThat(result.lost()).isEmpty();
        assertThat(result.doubled()).isEmpty();
        assertThat(result.leftBehind())
                .isNotEmpty()
                .allMatch(table -> table.startsWith("staging_"));
        assertThat(result.isExactlyOnce()).isFalse();
    }

    @Test
    void findsABookThatGrowsWithEachEpoch() throws Exception {
        RunResult result =
                run(
                        JdbcTwoPhaseSink.Flaw.KEEPS_EACH_EPOCH_IN_ITS_BOOK,
                        plan(JdbcTwoPhaseSink.Flaw.KEEPS_EACH_EPOCH_IN_ITS_BOOK)
                                .rescaling(1, 1)
                                .timesRows(3));
        assertThat(result.lost()).isEmpty();
        assertThat(result.doubled()).isEmpty();
        assertThat(result.leftBehind()).isEmpty();
        assertThat(result.bookRows()).isPositive();
        assertThat(result.isExactlyOnce()).isFalse();
    }

    @Test
    void takesAFaultThatNeverHappenedForNoProof() throws Exception {
        Fault never = new Fault(FaultPoint.AFTER_COMMIT, 10_000, Fault.Effect.CUT_ALL);
        RunResult result = run(JdbcTwoPhaseSink.Flaw.NONE, never);
        assertThat(result.lost()).isEmpty();
        assertThat(result.doubled()).isEmpty();
        assertThat(result.neverFired()).containsExactly(never);
        assertThat(result.isExactlyOnce()).isFalse();
    }

    @Test
    void knowsWhichRowsComeAgainFromAnOlderCheckpointAndFromNone() throws Exception {
        for (Fault.Effect effect :
                List.of(
                        Fault.Effect.CANCEL_AND_RESTORE_OLDER,
                        Fault.Effect.CANCEL_AND_START_ANEW)) {
            RunResult result =
                    run(JdbcTwoPhaseSink.Flaw.NONE, new Fault(FaultPoint.AFTER_COMMIT, 8, effect));
            assertThat(result.lost()).as(result.toString()).isEmpty();
            assertThat(result.doubled()).as(result.toString()).isEmpty();
            assertThat(result.repeated()).as(effect.toString()).isPositive();
        }
    }

    @Test
    void waitsForTwoCheckpointsBeforeItRestoresTheOlderOne() throws Exception {
        RunResult result =
                run(
                        JdbcTwoPhaseSink.Flaw.NONE,
                        new Fault(
                                FaultPoint.AFTER_COMMIT, 1, Fault.Effect.CANCEL_AND_RESTORE_OLDER));
        assertThat(result.neverFired()).isEmpty();
        assertThat(result.repeated()).isPositive();
    }

    @Test
    void acceptsAnUpsertInOrder() throws Exception {
        RunResult result =
                run(
                        JdbcUpsertSink.Flaw.NONE,
                        new Fault(FaultPoint.ANYWHERE, 500, Fault.Effect.ABORT_CHECKPOINT),
                        new Fault(FaultPoint.ANYWHERE, 100, Fault.Effect.SAVEPOINT),
                        new Fault(FaultPoint.ANYWHERE, 100, Fault.Effect.CANCEL_AND_RESTORE_OLDER));
        assertThat(result.isExactlyOnce()).as(result.toString()).isTrue();
    }

    @Test
    void findsRowsThatShouldBeGone() throws Exception {
        RunResult result = run(JdbcUpsertSink.Flaw.IGNORES_DELETIONS);
        assertThat(result.doubled()).isNotEmpty();
        assertThat(result.isExactlyOnce()).isFalse();
    }

    @Test
    void findsChangesThatAnOlderEpochHasOverwritten() throws Exception {
        RunResult result = run(JdbcUpsertSink.Flaw.REPEATS_AN_OLD_EPOCH);
        assertThat(result.lost()).isNotEmpty();
        assertThat(result.isExactlyOnce()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(SinkKind.class)
    void drawsTheSamePlanFromTheSameSeed(SinkKind kind) {
        assertThat(RunPlan.random(kind, 7))
                .isEqualTo(RunPlan.random(kind, 7))
                .isNotEqualTo(RunPlan.random(kind, 8));
    }

    @Test
    void drawsEachEffectFromSeedsThatFollowOneAnother() {
        assertThat(
                        LongStream.range(1, 41)
                                .mapToObj(
                                        seed ->
                                                RunPlan.random(
                                                        SinkKind.UPSERT_CO_TRANSACTIONAL, seed)))
                .flatExtracting(RunPlan::faults)
                .extracting(Fault::effect)
                .contains(Fault.Effect.values());
    }

    @ParameterizedTest
    @EnumSource(SinkKind.class)
    void drawsTwoSubtasksAtLeastWhereOneIsToFailBetweenTheirCommits(SinkKind kind) {
        assertThat(
                        LongStream.range(0, 500)
                                .mapToObj(seed -> RunPlan.random(kind, seed))
                                .filter(
                                        plan ->
                                                plan.faults().stream()
                                                        .map(Fault::point)
                                                        .anyMatch(
                                                                FaultPoint.BETWEEN_COMMITS
                                                                        ::equals)))
                .isNotEmpty()
                .allMatch(plan -> plan.parallelism() > 1 && plan.restoredParallelism() > 1);
    }

    @ParameterizedTest
    @EnumSource(SinkKind.class)
    void drawsOnlyPointsThatTheSinkComesTo(SinkKind kind) {
        assertThat(LongStream.range(0, 500).mapToObj(seed -> RunPlan.random(kind, seed)))
                .flatExtracting(RunPlan::faults)
                .extracting(Fault::point)
                .hasSameElementsAs(FaultPoint.of(kind));
    }
}
