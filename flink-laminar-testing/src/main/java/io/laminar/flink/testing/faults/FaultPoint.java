// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import io.laminar.flink.testing.WireEvent;
import org.jspecify.annotations.Nullable;

/** A moment in the life of a two-phase COPY sink, as it is seen on the wire. */
public enum FaultPoint {
    /** Half of the rows of a COPY are on the server. */
    AMID_COPY(WireEvent.Kind.COPY_DATA, ""),
    /** The rows are on the server, but not the end of their COPY. */
    BEFORE_FLUSH(WireEvent.Kind.COPY_DONE, ""),
    /** The COPY is over, but the client does not know. */
    AFTER_FLUSH(WireEvent.Kind.STATEMENT_DONE, "COPY "),
    BEFORE_PREPARE(WireEvent.Kind.STATEMENT, "PREPARE TRANSACTION"),
    /** The transaction is prepared, but the client does not know. */
    AFTER_PREPARE(WireEvent.Kind.STATEMENT_DONE, "PREPARE TRANSACTION"),
    /** The checkpoint is complete, but nothing of it is committed on this connection. */
    BEFORE_COMMIT(WireEvent.Kind.STATEMENT, "COMMIT PREPARED"),
    /** The transaction is committed, but the client does not know. */
    AFTER_COMMIT(WireEvent.Kind.STATEMENT_DONE, "COMMIT PREPARED"),
    /** One transaction has been committed, the next is about to be; needs two subtasks. */
    BETWEEN_COMMITS(WireEvent.Kind.STATEMENT, "COMMIT PREPARED"),
    /** Anything at all, start-up included. */
    ANYWHERE(null, "");

    private final WireEvent.@Nullable Kind kind;
    private final String sql;

    FaultPoint(WireEvent.@Nullable Kind kind, String sql) {
        this.kind = kind;
        this.sql = sql;
    }

    boolean isReachedBy(WireEvent event) {
        return (kind == null || kind == event.kind()) && event.isStatement(sql);
    }
}
