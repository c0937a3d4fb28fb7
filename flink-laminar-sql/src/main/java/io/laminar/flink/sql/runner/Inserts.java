// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.table.api.internal.TableEnvironmentInternal;
import org.apache.flink.table.operations.ModifyOperation;
import org.jspecify.annotations.Nullable;

/** The INSERTs of a script so far, which will be one job; and the statement set that is open. */
final class Inserts {

    private record Insert(SqlStatement statement, ModifyOperation operation) {}

    private final List<Insert> inserts = new ArrayList<>();

    private @Nullable SqlStatement openSet;

    void add(SqlStatement statement, ModifyOperation operation) {
        inserts.add(new Insert(statement, operation));
    }

    boolean isEmpty() {
        return inserts.isEmpty();
    }

    /** {@code BEGIN STATEMENT SET;}: until {@link #endSet} only INSERTs may come. */
    void beginSet(SqlStatement statement) {
        openSet = statement;
    }

    void endSet() {
        openSet = null;
    }

    boolean isSetOpen() {
        return openSet != null;
    }

    void checkClosed(SqlScript script) {
        if (openSet != null) {
            throw ScriptErrors.refusedByRunner(
                    script.fileName(), openSet, ScriptErrors.SET_WITHOUT_END);
        }
    }

    /**
     * Starts them as one job.
     *
     * @throws ScriptException if Flink refuses one of them
     */
    JobID start(SqlScript script, TableEnvironmentInternal environment) {
        try {
            return environment
                    .executeInternal(inserts.stream().map(Insert::operation).toList())
                    .getJobClient()
                    .orElseThrow()
                    .getJobID();
        } catch (RuntimeException e) {
            throw blame(script, environment, e);
        }
    }

    /** Flink plans them together and does not say which one it refused: each is planned alone. */
    private ScriptException blame(
            SqlScript script, TableEnvironmentInternal environment, RuntimeException failure) {
        for (Insert insert : inserts) {
            try {
                environment.explainInternal(List.of(insert.operation()));
            } catch (RuntimeException e) {
                return ScriptErrors.refused(script.fileName(), insert.statement(), e);
            }
        }
        return ScriptErrors.notSubmitted(script.fileName(), failure);
    }
}
