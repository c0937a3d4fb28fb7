// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

/**
 * One thing that goes wrong.
 *
 * @param occurrence the how-manieth time, from 1, that the point is reached after the fault before
 *     it is over
 */
public record Fault(FaultPoint point, int occurrence, Effect effect) {

    /** What goes wrong. */
    public enum Effect {
        /** The connection that reached the point is cut. */
        CUT_CONNECTION,
        /** All connections are cut. */
        CUT_ALL,
        /** The server crashes and recovers. */
        CRASH_SERVER,
        /** A task manager dies, and with it the connection that reached the point. */
        KILL_TASK_MANAGER,
        /**
         * A task manager is given up, but what its connection was sending gets through once the job
         * has noticed that, while it starts again elsewhere.
         */
        ZOMBIE_TASK_MANAGER,
        /**
         * As {@link #ZOMBIE_TASK_MANAGER}, but only when the successor has taken a checkpoint, or
         * has waited a while for locks of the commit that the connection is amid.
         */
        LATE_ZOMBIE_TASK_MANAGER,
        /** The connection hangs until a checkpoint is given up for it; the job goes on. */
        ABORT_CHECKPOINT,
        /** A savepoint is taken while the job goes on; its epochs wait for the next checkpoint. */
        SAVEPOINT,
        /** The job is stopped with a savepoint, and restored from that. */
        SAVEPOINT_AND_RESTORE,
        /** The job is cancelled, and restored from its latest checkpoint. */
        CANCEL_AND_RESTORE,
        /**
         * The job is cancelled, and restored from an older checkpoint: what later ones committed
         * comes again. The point must be reached once more if the job has not kept two by then.
         */
        CANCEL_AND_RESTORE_OLDER,
        /** The job is cancelled, and started without state: every row comes again. */
        CANCEL_AND_START_ANEW
    }

    public Fault {
        if (occurrence < 1) {
            throw new IllegalArgumentException("occurrence starts at 1, but is " + occurrence);
        }
    }

    @Override
    public String toString() {
        return effect + " at " + point + " #" + occurrence;
    }
}
