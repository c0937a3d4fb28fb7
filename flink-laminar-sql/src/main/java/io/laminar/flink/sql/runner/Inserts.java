// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.operations.ModifyOperation;
import org.jspecify.annotations.Nullable;

/** The INSERTs of a script so far, which will be one job; and the statement set that is open. */
final class Inserts {

    private final List<ModifyOperation> operations = new ArrayList<>();

    private @Nullable SqlStatement openSet;

    void add(ModifyOperation operation) {
        operations.add(operation);
    }

    void addAll(List<ModifyOperation> added) {
        operations.addAll(added);
    }

    List<ModifyOperation> operations() {
        return List.copyOf(operations);
    }

    boolean isEmpty() {
        return operations.isEmpty();
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
}
