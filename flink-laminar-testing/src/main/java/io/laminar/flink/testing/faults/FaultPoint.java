// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import io.laminar.flink.testing.WireEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A moment in the life of an exactly-once COPY sink, as it is seen on the wire. */
public enum FaultPoint {
    BEFORE_STAGE(WireEvent.Kind.STATEMENT, SinkStep.STAGE, Protocol.CO_TRANSACTIONAL),
    /** The staging table is there, but the client does not know. */
    AFTER_STAGE(WireEvent.Kind.STATEMENT_DONE, SinkStep.STAGE, Protocol.CO_TRANSACTIONAL),
    BEFORE_COPY(WireEvent.Kind.STATEMENT, SinkStep.COPY, Protocol.ANY),
    /** Half of the rows of a COPY are on the server. */
    AMID_COPY(WireEvent.Kind.COPY_DATA, SinkStep.COPY, Protocol.ANY),
    /** The rows are on the server, but not the end of their COPY. */
    BEFORE_FLUSH(WireEvent.Kind.COPY_DONE, SinkStep.COPY, Protocol.ANY),
    /** The COPY is over, but the client does not know. */
    AFTER_FLUSH(WireEvent.Kind.STATEMENT_DONE, SinkStep.COPY, Protocol.ANY),
    BEFORE_FLUSH_COMMIT(WireEvent.Kind.STATEMENT, SinkStep.FLUSH_COMMIT, Protocol.CO_TRANSACTIONAL),
    /** Rows are in the staging table for good, but the client does not know. */
    AFTER_FLUSH_COMMIT(
            WireEvent.Kind.STATEMENT_DONE, SinkStep.FLUSH_COMMIT, Protocol.CO_TRANSACTIONAL),
    BEFORE_PREPARE(WireEvent.Kind.STATEMENT, SinkStep.PREPARE, Protocol.TWO_PHASE),
    /** The transaction is prepared, but the client does not know. */
    AFTER_PREPARE(WireEvent.Kind.STATEMENT_DONE, SinkStep.PREPARE, Protocol.TWO_PHASE),
    /** The checkpoint is complete, but nothing of it is committed on this connection. */
    BEFORE_MOVE(WireEvent.Kind.STATEMENT, SinkStep.MOVE, Protocol.CO_TRANSACTIONAL),
    /** Rows are moved, but their staging table is still there. */
    AFTER_MOVE(WireEvent.Kind.STATEMENT_DONE, SinkStep.MOVE, Protocol.CO_TRANSACTIONAL),
    BEFORE_DROP(WireEvent.Kind.STATEMENT, SinkStep.DROP_STAGE, Protocol.CO_TRANSACTIONAL),
    AFTER_DROP(WireEvent.Kind.STATEMENT_DONE, SinkStep.DROP_STAGE, Protocol.CO_TRANSACTIONAL),
    /** The checkpoint is complete, all is ready, but the last statement is not on the server. */
    BEFORE_COMMIT(WireEvent.Kind.STATEMENT, SinkStep.COMMIT, Protocol.ANY),
    /** The rows of an epoch are visible, but the client does not know. */
    AFTER_COMMIT(WireEvent.Kind.STATEMENT_DONE, SinkStep.COMMIT, Protocol.ANY),
    /** One epoch has been committed, the next is about to be; needs two subtasks. */
    BETWEEN_COMMITS(WireEvent.Kind.STATEMENT, SinkStep.COMMIT_START, Protocol.ANY),
    /** Anything at all, start-up included. */
    ANYWHERE(null, null, Protocol.ANY);

    private enum Protocol {
        ANY,
        TWO_PHASE,
        CO_TRANSACTIONAL
    }

    private final WireEvent.@Nullable Kind kind;
    private final @Nullable SinkStep step;
    private final Protocol protocol;

    FaultPoint(WireEvent.@Nullable Kind kind, @Nullable SinkStep step, Protocol protocol) {
        this.kind = kind;
        this.step = step;
        this.protocol = protocol;
    }

    /** The points that a sink of this kind comes to. */
    public static List<FaultPoint> of(SinkKind sink) {
        Protocol own = sink.isTwoPhase() ? Protocol.TWO_PHASE : Protocol.CO_TRANSACTIONAL;
        return Arrays.stream(values())
                .filter(point -> point.protocol == own || point.protocol == Protocol.ANY)
                .toList();
    }

    boolean isReachedBy(WireEvent event, Set<SinkStep> steps) {
        return (kind == null || kind == event.kind()) && (step == null || steps.contains(step));
    }
}
