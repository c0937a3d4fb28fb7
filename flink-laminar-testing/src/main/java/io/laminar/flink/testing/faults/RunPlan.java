// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import io.laminar.flink.testing.faults.Fault.Effect;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What one run does.
 *
 * @param kind of sink until a fault restores the job
 * @param restoredKind from then on
 * @param rows numbers 0 to rows - 1 are written, some 1000 a second
 * @param parallelism of the sink until a fault restores the job
 * @param restoredParallelism from then on
 * @param faults in this order
 */
public record RunPlan(
        String name,
        SinkKind kind,
        SinkKind restoredKind,
        int rows,
        int parallelism,
        int restoredParallelism,
        List<Fault> faults) {

    private static final int ROWS = 1000;

    public RunPlan {
        faults = List.copyOf(faults);
    }

    /** Two subtasks, which stay two. */
    public static RunPlan of(String name, SinkKind kind, Fault... faults) {
        return new RunPlan(name, kind, kind, ROWS, 2, 2, List.of(faults));
    }

    /** The same with so many subtasks before and after a restore. */
    public RunPlan rescaling(int before, int after) {
        return new RunPlan(name, kind, restoredKind, rows, before, after, faults);
    }

    /** The same, but restored with another kind of sink. */
    public RunPlan changingTo(SinkKind other) {
        return new RunPlan(name, kind, other, rows, parallelism, restoredParallelism, faults);
    }

    /** The same with more rows. */
    public RunPlan timesRows(int factor) {
        return new RunPlan(
                name, kind, restoredKind, rows * factor, parallelism, restoredParallelism, faults);
    }

    /** One or two faults drawn from the seed; the same seed gives the same plan. */
    public static RunPlan random(SinkKind kind, long seed) {
        // Random's first numbers are much alike for seeds that follow one another.
        RandomGenerator random = new SplittableRandom(seed);
        List<Fault> faults =
                IntStream.range(0, 1 + random.nextInt(2))
                        .mapToObj(i -> fault(kind, random))
                        .toList();
        // One subtask has nothing to commit between two commits of a checkpoint.
        int fewest =
                faults.stream().anyMatch(fault -> fault.point() == FaultPoint.BETWEEN_COMMITS)
                        ? 2
                        : 1;
        return new RunPlan(
                "seed " + seed,
                kind,
                kind,
                // Each fault needs some checkpoints before the end to come to pass.
                ROWS * (1 + faults.size()) / 2,
                Math.max(fewest, 1 + random.nextInt(3)),
                Math.max(fewest, 1 + random.nextInt(3)),
                faults);
    }

    private static Fault fault(SinkKind kind, RandomGenerator random) {
        Effect effect = Effect.values()[random.nextInt(Effect.values().length)];
        List<FaultPoint> points =
                FaultPoint.of(kind).stream()
                        // A connection that hangs while the job starts aborts no checkpoint.
                        .filter(
                                point ->
                                        effect != Effect.ABORT_CHECKPOINT
                                                || point != FaultPoint.ANYWHERE)
                        .toList();
        FaultPoint point = points.get(random.nextInt(points.size()));
        int occurrence =
                switch (point) {
                    case ANYWHERE -> 1 + random.nextInt(80);
                    case BETWEEN_COMMITS -> 1 + random.nextInt(2);
                    default -> 1 + random.nextInt(4);
                };
        return new Fault(point, occurrence, effect);
    }

    boolean hasEffect(Effect effect) {
        return faults.stream().anyMatch(fault -> fault.effect() == effect);
    }

    @Override
    public String toString() {
        return String.format(
                "%s: %s%s, %s, %d → %d subtasks",
                name,
                kind,
                kind == restoredKind ? "" : " → " + restoredKind,
                faults,
                parallelism,
                restoredParallelism);
    }
}
