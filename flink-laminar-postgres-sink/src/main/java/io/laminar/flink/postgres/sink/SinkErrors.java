// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.sdk.option.NearestWord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** What is wrong with the settings of a sink, or with the rows that it gets. */
@Internal
public final class SinkErrors {

    public static final String TABLE_NAME_MISSING =
            "'table' is missing: set it to the table that rows are written to, such as"
                    + " 'public.trades'.";

    public static final String ROW_TYPE_MISSING =
            "The row type is missing: call setRowType(…) with the type of the rows.";

    public static final String CHECKPOINTS_NEEDED =
            "'delivery.guarantee' = 'exactly-once' commits with Flink's checkpoints, which are off."
                    + " SET 'execution.checkpointing.interval' = '10 s', or set"
                    + " 'delivery.guarantee' = 'at-least-once'.";

    public static final String NONE_NOT_OFFERED =
            "'delivery.guarantee' = 'none' is not offered: 'at-least-once' costs no more. Set that,"
                    + " or 'exactly-once'.";

    static final String UPSERT_NEEDS_KEY =
            "'write_mode' = 'upsert' has no key to match rows by. Declare PRIMARY KEY (…) NOT"
                    + " ENFORCED, set 'primary_key', or set 'write_mode' = 'append'.";

    static final String IGNORE_DELETE_NEEDS_UPSERT =
            "'ignore_delete' = 'true' has no meaning with 'write_mode' = 'append', which takes no"
                    + " deletions. Leave it out, or set 'write_mode' = 'upsert'.";

    static final String KEY_NEEDS_UPSERT =
            "'primary_key' has no meaning with 'write_mode' = 'append'. Leave it out, or set"
                    + " 'write_mode' = 'upsert'.";

    static final String TWO_PHASE_APPENDS_ONLY =
            "'commit.strategy' = 'two-phase' can't upsert: a row would wait for the lock of the"
                    + " epoch before, which only its own task could release. Set 'co-transactional'"
                    + " or 'auto', or 'write_mode' = 'append'.";

    static final String FLUSH_OUTCOME_UNKNOWN =
            "The connection was lost amid a commit, so that nobody knows whether it was done. The"
                    + " rows are written again from the last checkpoint.";

    private SinkErrors() {}

    public static String needsExactlyOnce(String option) {
        return String.format(
                "'%s' has no meaning without 'delivery.guarantee' = 'exactly-once'. Set that, or"
                        + " leave it out.",
                option);
    }

    static String keyColumnTwice(List<String> key) {
        return String.format("'primary_key' names a column twice: %s.", String.join(", ", key));
    }

    public static String keysDiffer(List<String> key, List<String> ddlKey) {
        String written = String.join(", ", key);
        return String.format(
                "'primary_key' is '%s', but the DDL has PRIMARY KEY (%s), by which Flink brings all"
                        + " changes of a key to one subtask. Leave the option out, or declare"
                        + " PRIMARY KEY (%s) NOT ENFORCED.",
                written, String.join(", ", ddlKey), written);
    }

    static String keyColumnMissing(String column, Collection<String> known) {
        return NearestWord.to(column, known)
                .map(
                        near ->
                                String.format(
                                        "'primary_key' names '%s', which is no column. Did you mean"
                                                + " '%s'?",
                                        column, near))
                .orElseGet(
                        () ->
                                String.format(
                                        "'primary_key' names '%s', which is no column. Columns: %s.",
                                        column, String.join(", ", known)));
    }

    public static String retriesOutlastCheckpoint(Duration retries, Duration timeout) {
        return String.format(
                "The delays of 'retry.…' add up to %s, but a commit must be over before a checkpoint"
                        + " times out ('execution.checkpointing.timeout' = %s). Lower"
                        + " 'retry.max_attempts' or 'retry.max_delay'.",
                retries, timeout);
    }

    public static String badParallelism(int parallelism) {
        return String.format("'sink.parallelism' is %d, but must be at least 1.", parallelism);
    }

    static String changeAppended(String kind) {
        return String.format(
                "The stream has changes (%s), but 'write_mode' = 'append' takes new rows only. Set"
                        + " 'write_mode' = 'upsert'.",
                kind);
    }

    static String rowCannotBeStored(String reason) {
        return String.format(
                "A row can't be stored. %s Mend it in the query, or set 'on_error' = 'skip' to leave"
                        + " such rows out.",
                reason);
    }

    static String statementCancelled(String message) {
        return String.format(
                "%s If it ran into 'statement_timeout', look in pg_stat_activity and pg_locks at"
                        + " what it waited for, or set the option higher ('0 s' for no limit).",
                message);
    }
}
