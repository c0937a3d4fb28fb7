// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.SessionName;

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

    private static final int SHORT_INSTANCE = 8;

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

    /** How a writer's sessions are called in {@code pg_stat_activity}. */
    static SessionName sessionName(String sinkId, int subtask, String sinkInstance) {
        return new SessionName(sessionPrefix(subtask, sinkInstance), sinkId);
    }

    /** What the names of all sessions of this sink's writer with that number begin with. */
    String sessionPrefix(int other) {
        return sessionPrefix(other, sinkInstance);
    }

    /** The same in the server's words, of columns of the fence table. */
    static String sessionPrefixSql(String sinkInstance, String subtask) {
        return String.format(
                "'flink-laminar ' || left(%s, %d) || '.' || %s || ' '",
                sinkInstance, SHORT_INSTANCE, subtask);
    }

    private static String sessionPrefix(int subtask, String sinkInstance) {
        String instance =
                sinkInstance.substring(0, Math.min(SHORT_INSTANCE, sinkInstance.length()));
        return String.format("flink-laminar %s.%d ", instance, subtask);
    }
}
