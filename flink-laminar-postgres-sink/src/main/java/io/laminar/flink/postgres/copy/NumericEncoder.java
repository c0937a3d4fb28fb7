// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import java.math.BigInteger;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;

/**
 * DECIMAL as {@code numeric}: groups of four decimal digits, the weight of the first group, sign,
 * and the number of digits after the point (PostgreSQL source, {@code numeric_send}).
 *
 * <p>Up to 18 digits are encoded from a long, without any object. A row of objects gives its
 * decimal as it is, whatever scale it is asked for: only the decimal itself knows its scale.
 */
final class NumericEncoder implements ColumnEncoder {

    private static final int BASE = 10_000;
    private static final int DIGITS_PER_GROUP = 4;
    private static final int POSITIVE = 0x0000;
    private static final int NEGATIVE = 0x4000;
    private static final int HEADER_BYTES = 8;
    private static final int[] POWERS_OF_TEN = {1, 10, 100, 1_000, BASE};

    private final int precision;
    private final int scale;

    NumericEncoder(int precision, int scale) {
        this.precision = precision;
        this.scale = scale;
    }

    @Override
    public void encode(RowData row, int position, CopyBuffer out) {
        DecimalData decimal = row.getDecimal(position, precision, scale);
        if (decimal.isCompact()) {
            encode(decimal.toUnscaledLong(), decimal.scale(), out);
        } else {
            encode(decimal.toBigDecimal().unscaledValue(), decimal.scale(), out);
        }
    }

    /** A whole number; {@link Long#MIN_VALUE} too, which has no absolute value as a long. */
    static void encodeInteger(long value, CopyBuffer out) {
        if (value == Long.MIN_VALUE) {
            encode(BigInteger.valueOf(value), 0, out);
        } else {
            encode(value, 0, out);
        }
    }

    /** Groups come out from the last to the first, so they are laid down from the end. */
    static void encode(long unscaled, int scale, CopyBuffer out) {
        long rest = Math.abs(unscaled);
        int fractionGroups = groups(scale);
        int integerGroups = 0;
        long integer = rest;
        for (int digit = 0; digit < scale; digit += DIGITS_PER_GROUP) {
            integer /= POWERS_OF_TEN[Math.min(DIGITS_PER_GROUP, scale - digit)];
        }
        for (long left = integer; left != 0; left /= BASE) {
            integerGroups++;
        }
        int count = integerGroups + fractionGroups;
        int start = begin(count, integerGroups - 1, unscaled < 0, scale, out);
        int at = start + count * 2;
        int partial = scale % DIGITS_PER_GROUP;
        if (partial != 0) {
            // The last group of the fraction is filled up with zeros on its right.
            int power = POWERS_OF_TEN[partial];
            at -= 2;
            out.setShort(at, (int) (rest % power) * POWERS_OF_TEN[DIGITS_PER_GROUP - partial]);
            rest /= power;
        }
        while (at > start) {
            at -= 2;
            out.setShort(at, (int) (rest % BASE));
            rest /= BASE;
        }
    }

    static void encode(BigInteger unscaled, int scale, CopyBuffer out) {
        String digits = unscaled.abs().toString();
        int integerDigits = Math.max(0, digits.length() - scale);
        int integerGroups = unscaled.signum() == 0 ? 0 : groups(integerDigits);
        int count = integerGroups + groups(scale);
        int at = begin(count, integerGroups - 1, unscaled.signum() < 0, scale, out);
        // Index of a group's first digit; negative or past the end where zeros have to be thought.
        int index = digits.length() - scale - integerGroups * DIGITS_PER_GROUP;
        for (int group = 0; group < count; group++, at += 2) {
            int value = 0;
            for (int digit = 0; digit < DIGITS_PER_GROUP; digit++, index++) {
                boolean written = index >= 0 && index < digits.length();
                value = value * 10 + (written ? digits.charAt(index) - '0' : 0);
            }
            out.setShort(at, value);
        }
    }

    /** Writes length and header; returns where the first group belongs. */
    private static int begin(int groups, int weight, boolean negative, int scale, CopyBuffer out) {
        out.putInt(HEADER_BYTES + 2 * groups);
        out.putShort(groups);
        out.putShort(weight);
        out.putShort(negative ? NEGATIVE : POSITIVE);
        out.putShort(scale);
        return out.reserve(2 * groups);
    }

    private static int groups(int digits) {
        return (digits + DIGITS_PER_GROUP - 1) / DIGITS_PER_GROUP;
    }
}
