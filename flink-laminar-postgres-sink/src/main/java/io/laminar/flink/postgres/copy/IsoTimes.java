// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import java.time.LocalDate;
import org.apache.flink.table.data.TimestampData;

/**
 * Dates and times in ISO 8601 as {@link java.time} shows them, but always with seconds, and with as
 * many digits of them as are not zero. A year past 9999 has a sign, one before 0 (2 BC) too.
 */
final class IsoTimes {

    private static final long MILLIS_A_DAY = 86_400_000L;
    private static final int NANOS_A_MILLI = 1_000_000;
    private static final int NANO_DIGITS = 9;
    private static final int MAX_PLAIN_YEAR = 9_999;

    private IsoTimes() {}

    static void put(TimestampData timestamp, CopyBuffer out) {
        long millis = timestamp.getMillisecond();
        putDate(Math.floorDiv(millis, MILLIS_A_DAY), out);
        out.putByte('T');
        putTime((int) Math.floorMod(millis, MILLIS_A_DAY), timestamp.getNanoOfMillisecond(), out);
    }

    static void putDate(long day, CopyBuffer out) {
        LocalDate date = LocalDate.ofEpochDay(day);
        int year = date.getYear();
        if (year < 0) {
            out.putByte('-');
        } else if (year > MAX_PLAIN_YEAR) {
            out.putByte('+');
        }
        AsciiNumbers.putPadded(Math.abs(year), 4, out);
        out.putByte('-');
        AsciiNumbers.putPadded(date.getMonthValue(), 2, out);
        out.putByte('-');
        AsciiNumbers.putPadded(date.getDayOfMonth(), 2, out);
    }

    static void putTime(int millisOfDay, int moreNanos, CopyBuffer out) {
        int seconds = millisOfDay / 1_000;
        AsciiNumbers.putPadded(seconds / 3_600, 2, out);
        out.putByte(':');
        AsciiNumbers.putPadded(seconds / 60 % 60, 2, out);
        out.putByte(':');
        AsciiNumbers.putPadded(seconds % 60, 2, out);
        int nanos = millisOfDay % 1_000 * NANOS_A_MILLI + moreNanos;
        if (nanos != 0) {
            int digits = NANO_DIGITS;
            while (nanos % 10 == 0) {
                nanos /= 10;
                digits--;
            }
            out.putByte('.');
            AsciiNumbers.putPadded(nanos, digits, out);
        }
    }
}
