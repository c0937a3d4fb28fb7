// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.option;

import org.apache.flink.annotation.PublicEvolving;

/** What becomes of a row whose key is in the table already. */
@PublicEvolving
public enum WriteMode {
    /** Every row is a new row of the table. */
    APPEND("append"),
    /** A row takes the place of the one with its key; a deletion removes it. */
    UPSERT("upsert");

    private final String text;

    WriteMode(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
