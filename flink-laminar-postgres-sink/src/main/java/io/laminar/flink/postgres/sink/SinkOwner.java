// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

/**
 * Who writes: one subtask of one sink of one job.
 *
 * @param sinkInstance differs between two sinks of one job, stays the same over its failovers
 */
record SinkOwner(String sinkId, int subtask, int parallelism, String jobId, String sinkInstance) {

    /**
     * Whether this subtask is in charge of what {@code other} left: itself, and, when the sink had
     * more subtasks before, every parallelism-th one past the last.
     */
    boolean isInChargeOf(int other) {
        return other == subtask || (other >= parallelism && other % parallelism == subtask);
    }
}
