// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * Which parts of an interval a column keeps: a bit for each field, and the digits of a second
 * (PostgreSQL source, {@code INTERVAL_TYPMOD}).
 *
 * <p>The server drops what is smaller than the smallest field, without a word.
 */
record IntervalFields(int fields, int precision) {

    private static final int YEAR_ONLY = 1 << 2;
    private static final int SECOND = 1 << 12;
    private static final int ALL_FIELDS = 0x7FFF;
    private static final int ANY_PRECISION = 0xFFFF;
    private static final int MILLIS = 3;

    /** Of a column with this {@code atttypmod}. */
    static IntervalFields of(int modifier) {
        return modifier < 0
                ? new IntervalFields(ALL_FIELDS, ANY_PRECISION)
                : new IntervalFields(modifier >> 16 & ALL_FIELDS, modifier & ANY_PRECISION);
    }

    boolean hold(LogicalType type) {
        return type.is(LogicalTypeRoot.INTERVAL_YEAR_MONTH)
                ? fields != YEAR_ONLY
                : (fields & SECOND) != 0 && precision >= MILLIS;
    }
}
