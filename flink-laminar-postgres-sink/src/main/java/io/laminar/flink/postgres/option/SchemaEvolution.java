// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.option;

import java.util.Locale;
import org.apache.flink.annotation.PublicEvolving;

/** What the sink may change in a table that lacks columns of the rows. */
@PublicEvolving
public enum SchemaEvolution {
    /** Nothing: a missing column is an error. */
    NONE,
    /** Nullable columns are added. */
    ADD_COLUMNS;

    /** As the option is written. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
