// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

/** Whole and decimal numbers as digits. */
final class AsciiNumbers {

    private AsciiNumbers() {}

    static void put(long value, CopyBuffer out) {
        put(value, 0, out);
    }

    /** The number {@code unscaled / 10^scale}, with all digits of its scale. */
    static void put(long unscaled, int scale, CopyBuffer out) {
        if (unscaled < 0) {
            out.putByte('-');
        }
        int digits = Math.max(digits(unscaled), scale + 1);
        putDigits(unscaled, digits, scale, out);
    }

    /** A number that is not negative, filled up with zeros on its left. */
    static void putPadded(long value, int digits, CopyBuffer out) {
        putDigits(value, Math.max(digits, digits(value)), 0, out);
    }

    private static void putDigits(long value, int digits, int scale, CopyBuffer out) {
        int length = scale > 0 ? digits + 1 : digits;
        int at = out.reserve(length) + length - 1;
        byte[] bytes = out.array();
        long rest = value;
        for (int digit = 0; digit < digits; digit++) {
            if (digit == scale && scale > 0) {
                bytes[at--] = '.';
            }
            // Not of the absolute value: the smallest long has none.
            bytes[at--] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        }
    }

    private static int digits(long value) {
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
