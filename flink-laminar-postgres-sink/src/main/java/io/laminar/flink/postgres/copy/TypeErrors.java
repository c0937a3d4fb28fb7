// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import io.laminar.flink.sdk.option.NearestWord;
import java.util.Collection;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.LogicalType;

/** Why a column can't take the values of a Flink type. */
@Internal
public final class TypeErrors {

    private TypeErrors() {}

    public static String columnMissing(String column, Collection<String> known) {
        return NearestWord.to(column, known)
                .map(
                        near ->
                                String.format(
                                        "column '%s' does not exist there. Did you mean '%s'?",
                                        column, near))
                .orElseGet(
                        () ->
                                String.format(
                                        "column '%s' does not exist there; its columns are %s.",
                                        column, String.join(", ", known)));
    }

    static String typeMismatch(
            String column, LogicalType type, String found, Collection<String> fitting) {
        if (fitting.isEmpty()) {
            return String.format(
                    "column '%s' is %s in Flink, which this sink can't write. CAST it, to STRING for"
                            + " instance.",
                    column, type.asSummaryString());
        }
        return String.format(
                "column '%s' is %s in Flink, but %s on the server. It fits: %s. CAST it in the query,"
                        + " and change the DDL.",
                column, type.asSummaryString(), found, String.join(", ", fitting));
    }

    static String scaleLost(String column, LogicalType type, String found) {
        return String.format(
                "column '%s' is %s in Flink, but %s on the server, which would round it. CAST it to a"
                        + " DECIMAL of the server's scale, and change the DDL.",
                column, type.asSummaryString(), found);
    }

    static String intervalCut(String column, LogicalType type, String found) {
        return String.format(
                "column '%s' is %s in Flink, but %s on the server, which would drop a part of it."
                        + " Make the column a plain interval.",
                column, type.asSummaryString(), found);
    }

    static String noJson(String column, LogicalType type, LogicalType part) {
        return String.format(
                "column '%s' is %s in Flink, and JSON has no form for %s. CAST it, to STRING for"
                        + " instance; a MAP needs keys of STRING.",
                column, type.asSummaryString(), part.asSummaryString());
    }

    static String tooManyDimensions(String column, int found, int max) {
        return String.format(
                "column '%s' is an array of %d dimensions, but PostgreSQL has at most %d. Make the"
                        + " column jsonb.",
                column, found, max);
    }

    public static String noColumnType(LogicalType type) {
        return String.format(
                "%s has no column type that this sink can write. CAST it, to STRING for instance.",
                type.asSummaryString());
    }
}
