// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What one run does.
 *
 * @param rows ids 0 to rows - 1 are written, some 1000 a second
 * @param parallelism until a fault restores the job
 * @param restoredParallelism from then on
 * @param faults in this order
 */
public record RunPlan(
        String name, int rows, int parallelism, int restoredParallelism, List<Fault> faults) {

    private static final int ROWS = 1000;

    public RunPlan {
        faults = List.copyOf(faults);
    }

    /** Two subtasks, which stay two. */
    public static RunPlan of(String name, Fault... faults) {
        return new RunPlan(name, ROWS, 2, 2, List.of(faults));
    }

    public RunPlan rescaling(int before, int after) {
        return new RunPlan(name, rows, before, after, faults);
    }

    /** The same with more rows. */
    RunPlan timesRows(int factor) {
        return new RunPlan(name, rows * factor, parallelism, restoredParallelism, faults);
    }

    /** One or two faults drawn from the seed; the same seed gives the same plan. */
    public static RunPlan random(long seed) {
        Random random = new Random(seed);
        List<Fault> faults =
                IntStream.range(0, 1 + random.nextInt(2)).mapToObj(i -> fault(random)).toList();
        return new RunPlan(
                "seed " + seed,
                // Each fault needs some checkpoints before the end to come to pass.
                ROWS * (1 + faults.size()) / 2,
                1 + random.nextInt(3),
                1 + random.nextInt(3),
                faults);
    }

    private static Fault fault(Random random) {
        FaultPoint[] points = FaultPoint.values();
        FaultPoint point = points[random.nextInt(points.length)];
        int occurrence =
                switch (point) {
                    case ANYWHERE -> 1 + random.nextInt(80);
                    case BETWEEN_COMMITS -> 1 + random.nextInt(2);
                    default -> 1 + random.nextInt(4);
                };
        Fault.Effect[] effects = Fault.Effect.values();
        return new Fault(point, occurrence, effects[random.nextInt(effects.length)]);
    }

    @Override
    public String toString() {
        return name
                + ": "
                + faults
                + ", "
                + parallelism
                + " → "
                + restoredParallelism
                + " subtasks";
    }
}
