// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keeps an exactly-once sink from starting, or from committing. */
final class CommitErrors {

    private static final String LOST =
            "of a completed checkpoint is not on the server, and was never committed. Somebody removed"
                    + " it, or the server was restored from a backup: then its rows are lost there, and"
                    + " come again if this job is restored from an earlier checkpoint. Or the job had"
                    + " gone on from an earlier checkpoint, or without state, since this one was taken:"
                    + " then restore its newest one.";

    private CommitErrors() {}

    static String metadataNotPermitted(String schema, List<String> statements) {
        return String.format(
                "The sink keeps its book of exactly-once in three small tables of schema '%s', which"
                        + " do not exist, and it may not create them. Have an administrator run:%n%s;",
                schema, String.join(";" + System.lineSeparator(), statements));
    }

    static String metadataNotGranted(String schema, String grant) {
        return String.format(
                "The sink keeps its book of exactly-once in three small tables of schema '%s', which"
                        + " it may not use. Have an administrator run:%n%s;",
                schema, grant);
    }

    static String sinkIdInUse(String sinkId, String owner, int pid) {
        return String.format(
                "Another running sink has the 'sink.id' = '%s' on this database: %s, in the session"
                        + " with pid %d. Stop that job, or give each sink its own 'sink.id'; if the"
                        + " job is gone and its session only lingers, end it with SELECT"
                        + " pg_terminate_backend(%d).",
                sinkId, owner, pid, pid);
    }

    static String sinkIdTwiceInOneJob(String sinkId) {
        return String.format(
                "Two INSERTs of this job share the 'sink.id' = '%s'. Give each its own: INSERT INTO"
                        + " t /*+ OPTIONS('sink.id'='another') */ SELECT ….",
                sinkId);
    }

    static String fencedOff(String sinkId, int subtask) {
        return String.format(
                "A newer sink has taken over 'sink.id' = '%s' (subtask %d); this one must not write"
                        + " any more. If both were meant to run, give each its own 'sink.id'.",
                sinkId, subtask);
    }

    static String blockedBy(String sinkId, Collection<String> waiting) {
        return String.format(
                "The sink '%s' can't start: rows of an earlier run wait on the server, and the"
                        + " restored state may hold them: %s. They are committed by the other"
                        + " subtasks of this job as a rule; if not, they come from another line of"
                        + " checkpoints: COMMIT PREPARED or ROLLBACK PREPARED each that is in"
                        + " pg_prepared_xacts, and DROP each that is a table.",
                sinkId, String.join(", ", waiting));
    }

    static String fenceHeld(String sinkId, String fence) {
        return String.format(
                "The sink '%s' can't start: a transaction of an earlier run still holds its row of"
                        + " %s. Look for its session among those that pg_blocking_pids() or"
                        + " pg_stat_activity shows ('flink-laminar …', idle in transaction), and end"
                        + " it with SELECT pg_terminate_backend(pid).",
                sinkId, fence);
    }

    static String transactionLost(String transaction) {
        return String.format("The prepared transaction '%s' %s", transaction, LOST);
    }

    static String stageLost(String table) {
        return String.format("The staging table '%s' %s", table, LOST);
    }

    static String commitFailed(
            String name, int attempts, @Nullable String reason, String sqlState) {
        return String.format(
                "'%s' could not be committed (attempts: %d): %s (SQLSTATE %s). Its rows wait on the"
                        + " server, and are committed when the job is restored.",
                name, attempts, reason, sqlState);
    }
}
