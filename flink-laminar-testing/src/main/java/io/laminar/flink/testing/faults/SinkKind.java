// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

/** What a sink under test promises, and by which protocol it keeps that. */
public enum SinkKind {
    /** Appends; each epoch is a transaction that is prepared, and committed by its name. */
    APPEND_TWO_PHASE,
    /** Appends; each epoch is a staging table that is moved and dropped in one transaction. */
    APPEND_CO_TRANSACTIONAL,
    /** As {@link #APPEND_CO_TRANSACTIONAL}, but the newest change of each key wins. */
    UPSERT_CO_TRANSACTIONAL;

    public boolean isTwoPhase() {
        return this == APPEND_TWO_PHASE;
    }

    public boolean isUpsert() {
        return this == UPSERT_CO_TRANSACTIONAL;
    }
}
