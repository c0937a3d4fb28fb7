// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import io.laminar.flink.postgres.copy.ColumnType.Scalar;
import java.time.LocalDate;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * Dates, times and intervals.
 *
 * <p>PostgreSQL counts days and microseconds from 2000-01-01 in the proleptic Gregorian calendar,
 * Flink days and milliseconds from 1970-01-01 in the same, so years before 1 need no care. Where a
 * TIMESTAMP meets {@code timestamptz}, or a TIMESTAMP_LTZ meets {@code timestamp} or {@code date},
 * the zone between them is UTC. What the column has no digits for is cut off, towards the past.
 *
 * <p>The largest and smallest numbers mean infinity to the server. Flink has no infinity, so they
 * are out of range like all that PostgreSQL has no date for.
 */
final class TemporalEncoders {

    private static final int DAYS_TO_2000 = 10_957;
    private static final long MILLIS_A_DAY = 86_400_000L;
    private static final long MICROS_A_MILLI = 1_000L;
    private static final int NANOS_A_MICRO = 1_000;
    private static final long MILLIS_TO_2000 = DAYS_TO_2000 * MILLIS_A_DAY;
    private static final int INTERVAL_BYTES = 16;

    /** From the first day of the Julian day count (PostgreSQL source, timestamp.h). */
    private static final long MIN_DAY = LocalDate.of(-4713, 11, 24).toEpochDay();

    private static final long MAX_DATE_DAY = LocalDate.of(5_874_897, 12, 31).toEpochDay();
    private static final long MAX_TIMESTAMP_DAY = LocalDate.of(294_276, 12, 31).toEpochDay();

    private TemporalEncoders() {}

    /** The days since 1970 of a field. */
    @FunctionalInterface
    private interface DayField {
        long get(RowData row, int position);
    }

    static ColumnEncoder toDate(LogicalType type) {
        DayField field = day(type);
        return (row, i, out) -> {
            long day = field.get(row, i);
            if (day < MIN_DAY || day > MAX_DATE_DAY) {
                throw new IllegalArgumentException(
                        ValueErrors.outOfRange(
                                LocalDate.ofEpochDay(day),
                                "date",
                                "4714-11-24 BC to 5874897-12-31"));
            }
            out.putIntField((int) (day - DAYS_TO_2000));
        };
    }

    private static DayField day(LogicalType type) {
        if (type.is(LogicalTypeRoot.DATE)) {
            return RowData::getInt;
        }
        int precision = LogicalTypeChecks.getPrecision(type);
        return (row, i) ->
                Math.floorDiv(row.getTimestamp(i, precision).getMillisecond(), MILLIS_A_DAY);
    }

    static ColumnEncoder toTime(int columnPrecision) {
        long unit = microsOfLastDigit(columnPrecision);
        return (row, i, out) -> {
            long micros = row.getInt(i) * MICROS_A_MILLI;
            out.putLongField(micros - micros % unit);
        };
    }

    static ColumnEncoder toTimestamp(LogicalType type, Scalar column) {
        if (type.is(LogicalTypeRoot.DATE)) {
            return (row, i, out) -> putMicros(row.getInt(i) * MILLIS_A_DAY, 0, 1, column, out);
        }
        int precision = LogicalTypeChecks.getPrecision(type);
        long unit = microsOfLastDigit(column.timePrecision());
        return (row, i, out) -> {
            TimestampData timestamp = row.getTimestamp(i, precision);
            int micros = timestamp.getNanoOfMillisecond() / NANOS_A_MICRO;
            putMicros(timestamp.getMillisecond(), micros, unit, column, out);
        };
    }

    private static void putMicros(
            long millis, int moreMicros, long unit, Scalar column, CopyBuffer out) {
        if (millis < MIN_DAY * MILLIS_A_DAY || millis >= (MAX_TIMESTAMP_DAY + 1) * MILLIS_A_DAY) {
            throw new IllegalArgumentException(
                    ValueErrors.outOfRange(
                            TimestampData.fromEpochMillis(millis),
                            column.sqlName(),
                            "4714-11-24 BC to 294276-12-31"));
        }
        long micros = (millis - MILLIS_TO_2000) * MICROS_A_MILLI + moreMicros;
        out.putLongField(unit == 1 ? micros : micros - Math.floorMod(micros, unit));
    }

    private static long microsOfLastDigit(int precision) {
        long unit = 1;
        for (int digit = precision; digit < 6; digit++) {
            unit *= 10;
        }
        return unit;
    }

    /**
     * Microseconds, days and months. Flink's days have 24 hours, so an interval of days is written
     * as hours: {@code timestamptz} plus such an interval is what Flink would compute, also where
     * clocks change.
     */
    static ColumnEncoder toInterval(LogicalType type) {
        if (type.is(LogicalTypeRoot.INTERVAL_YEAR_MONTH)) {
            return (row, i, out) -> putInterval(0, row.getInt(i), out);
        }
        return (row, i, out) -> {
            long millis = row.getLong(i);
            if (Math.abs(millis) > Long.MAX_VALUE / MICROS_A_MILLI || millis == Long.MIN_VALUE) {
                throw new IllegalArgumentException(
                        ValueErrors.outOfRange(
                                millis + " ms", "interval", "292271 years of microseconds"));
            }
            putInterval(millis * MICROS_A_MILLI, 0, out);
        };
    }

    private static void putInterval(long micros, int months, CopyBuffer out) {
        out.putInt(INTERVAL_BYTES);
        out.putLong(micros);
        out.putInt(0);
        out.putInt(months);
    }
}
