// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

/**
 * Who writes: one subtask of one sink of one job.
 *
 * @param scope the database and the schema of the target
 * @param sinkInstance differs between two sinks of one job, stays the same over its failovers
 */
record SinkOwner(
        String sinkId,
        String scope,
        int subtask,
        int parallelism,
        String jobId,
        String sinkInstance) {

    /**
     * The sink's id, unique on the whole server: that is where a transaction's name has to be, but
     * sinks of two schemas or databases may well have one id.
     */
    String qualifiedSinkId() {
        return scope + "/" + sinkId;
    }

    /**
     * Whether this subtask is in charge of what {@code other} left: itself, and, when the sink had
     * more subtasks before, every parallelism-th one past the last.
     */
    boolean isInChargeOf(int other) {
        return other == subtask || (other >= parallelism && other % parallelism == subtask);
    }
}
