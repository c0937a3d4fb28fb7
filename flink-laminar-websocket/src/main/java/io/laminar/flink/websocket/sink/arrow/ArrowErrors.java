// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.arrow;

import org.apache.flink.annotation.Internal;

/** Texts of what Arrow can't hold. */
@Internal
public final class ArrowErrors {

    private ArrowErrors() {}

    static String unsupported(String column, String type) {
        return String.format(
                "Column '%s' is of the type %s, which 'format' = 'arrow' can't hold. Cast it to"
                        + " another in the query, or take the format 'json-array'.",
                column, type);
    }

    static String noColumns() {
        return "The table has no columns, which 'format' = 'arrow' needs. Declare one.";
    }

    static String nullKey() {
        return "A MAP or MULTISET has the key NULL, which Arrow can't hold. Leave such entries out, or"
                + " take the format 'json-array'.";
    }

    static String beyondNanoseconds(String timestamp) {
        return String.format(
                "The timestamp %s is beyond what 64 bits of nanoseconds hold. Cast the column to"
                        + " TIMESTAMP(6).",
                timestamp);
    }

    static String deletion() {
        return "The query has deleted a row, which a message of the format 'arrow' can't say. Write"
                + " a query that deletes nothing, or take 'format' = 'json' with"
                + " 'changelog.envelope' = 'true'.";
    }
}
