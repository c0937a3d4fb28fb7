// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import java.util.List;

/**
 * What a run left on the server.
 *
 * @param lost ids that are not in the table as often as they should, or not with their newest
 *     payload
 * @param doubled ids that are there too often, or that should not be there at all
 * @param repeated how many rows were rightly written again, since the job was restored from an
 *     older checkpoint or from none
 * @param leftBehind prepared transactions and tables that nobody needs any more
 * @param bookRows rows that the sink keeps in tables of its own
 * @param neverFired faults whose moment did not come: the run proved nothing about them
 */
public record RunResult(
        RunPlan plan,
        List<Long> lost,
        List<Long> doubled,
        int repeated,
        List<String> leftBehind,
        long bookRows,
        List<Fault> neverFired) {

    /** Who may write, an epoch that is prepared, and the last one that was committed. */
    private static final int ROWS_OF_A_SUBTASK = 3;

    /** Whether every row is there once, nothing is left behind, and every fault happened. */
    public boolean isExactlyOnce() {
        return isCountRight() && neverFired.isEmpty();
    }

    /** Whether nothing is wrong so far, but the job ended before every fault had happened. */
    boolean lacksFaultsOnly() {
        return isCountRight() && !neverFired.isEmpty();
    }

    private boolean isCountRight() {
        return lost.isEmpty() && doubled.isEmpty() && leftBehind.isEmpty() && !isBookGrowing();
    }

    /** A sink may keep some rows for each start of a subtask, but not one for each epoch. */
    private boolean isBookGrowing() {
        int subtasks = Math.max(plan.parallelism(), plan.restoredParallelism());
        // Some faults make a job start more than once.
        int starts = 1 + 2 * plan.faults().size();
        return bookRows > (long) subtasks * (ROWS_OF_A_SUBTASK + starts);
    }

    @Override
    public String toString() {
        return String.format(
                "%s%n  lost %s%n  doubled %s%n  rightly repeated %d%n  left behind %s%n"
                        + "  rows in the sink's book %d%n  never fired %s",
                plan,
                shortened(lost),
                shortened(doubled),
                repeated,
                leftBehind,
                bookRows,
                neverFired);
    }

    private static String shortened(List<Long> ids) {
        return ids.size() <= 20
                ? ids.toString()
                : ids.size() + " rows, from " + ids.get(0) + " to " + ids.get(ids.size() - 1);
    }
}
