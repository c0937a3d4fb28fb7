// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.option;

import org.apache.flink.annotation.PublicEvolving;

/** How the rows between two checkpoints become visible exactly once. */
@PublicEvolving
public enum CommitStrategy {
    /**
     * {@link #CO_TRANSACTIONAL} for upsert; for append {@link #TWO_PHASE} where the server allows
     * it.
     */
    AUTO("auto"),
    /**
     * One transaction writes the rows into the table, is prepared at the barrier and committed when
     * the checkpoint is complete. Append only; the server needs {@code max_prepared_transactions}.
     */
    TWO_PHASE("two-phase"),
    /**
     * Small transactions write the rows into a staging table; when the checkpoint is complete, one
     * transaction moves them. Needs no setting of the server.
     */
    CO_TRANSACTIONAL("co-transactional");

    private final String text;

    CommitStrategy(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
