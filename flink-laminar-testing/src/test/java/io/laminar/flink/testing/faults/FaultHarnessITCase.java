// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.testing.FlinkCluster;
import io.laminar.flink.testing.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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

    private static RunResult run(JdbcTwoPhaseSink.Flaw flaw, Fault fault) throws Exception {
        FaultHarness harness =
                new FaultHarness(
                        PostgresServer.shared(),
                        cluster,
                        (rows, type, uri, table) ->
                                rows.sinkTo(new JdbcTwoPhaseSink(uri, table, flaw)).uid("sink"));
        return harness.run(RunPlan.of(flaw.toString(), fault));
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
        assertThat(result.leftPrepared()).hasSize(1);
        assertThat(result.isExactlyOnce()).isFalse();
        assertThat(PostgresServer.shared().query("SELECT gid FROM pg_prepared_xacts")).isEmpty();
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
    void drawsTheSamePlanFromTheSameSeed() {
        assertThat(RunPlan.random(7)).isEqualTo(RunPlan.random(7)).isNotEqualTo(RunPlan.random(8));
    }
}
