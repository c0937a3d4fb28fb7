// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * The type of a column, of an array's elements or of a composite type's field, as far as it decides
 * how a value is encoded.
 *
 * <p>A domain is the type that it stands for, with the domain's own OID: that is how the server
 * receives it. OIDs of types that users made belong to one database.
 */
@Internal
public sealed interface ColumnType {

    /** As {@code pg_type} has it; arrays and composite types announce it for what they hold. */
    long oid();

    /** As {@code \d} in psql shows it. */
    String sqlName();

    /** A built-in scalar type without modifier. */
    static Scalar of(PostgresType type) {
        return new Scalar(type, type.oid(), /* modifier= */ -1, type.toString());
    }

    /**
     * A single value.
     *
     * @param modifier {@code atttypmod}: precision and scale, or -1
     */
    record Scalar(PostgresType type, long oid, int modifier, String sqlName) implements ColumnType {

        private static final int NUMERIC_MODIFIER_HEADER = 4;
        private static final int NUMERIC_SCALE_BITS = 0x7FF;
        private static final int MAX_TIME_PRECISION = 6;

        /**
         * Digits after the point that a {@code numeric} is rounded to, if it is. They stand in the
         * low eleven bits, signed since PostgreSQL 15 (numeric.c).
         */
        Optional<Integer> numericScale() {
            if (modifier < NUMERIC_MODIFIER_HEADER) {
                return Optional.empty();
            }
            int bits = (modifier - NUMERIC_MODIFIER_HEADER) & NUMERIC_SCALE_BITS;
            return Optional.of((bits ^ 1024) - 1024);
        }

        /** Digits of a second that a time or timestamp has. */
        int timePrecision() {
            return modifier < 0 ? MAX_TIME_PRECISION : Math.min(modifier, MAX_TIME_PRECISION);
        }
    }

    /** An array of any number of dimensions: the server does not hold a column to one number. */
    record Array(ColumnType element, long oid, String sqlName) implements ColumnType {}

    /** A row type of its own, with its fields in their order. */
    record Composite(List<Field> fields, long oid, String sqlName) implements ColumnType {

        /** One of its fields. */
        public record Field(String name, ColumnType type) {}

        public Composite {
            fields = List.copyOf(fields);
        }
    }

    /** A type that the sink can't write. */
    record Unwritable(long oid, String sqlName) implements ColumnType {}
}
