// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import org.jspecify.annotations.Nullable;

/**
 * One value, twice.
 *
 * @param value as Flink holds it
 * @param sql an expression of PostgreSQL that gives the same value, made without our encoders
 */
record Sample(@Nullable Object value, String sql) {

    static final Sample NULL = new Sample(null, "NULL");

    /** A value that PostgreSQL reads from a text. */
    static Sample cast(Object value, String text, String columnType) {
        return new Sample(value, "cast(" + literal(text) + " as " + columnType + ")");
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
