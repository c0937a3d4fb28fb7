// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds text that PostgreSQL would refuse (and the whole COPY with it): U+0000, and bytes that are
 * no UTF-8 (RFC 3629, section 4: no surrogates, no form longer than need be, nothing past
 * U+10FFFF).
 */
final class Utf8 {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /**
     * Checks the bytes from {@code start} to before {@code end}.
     *
     * @throws IllegalArgumentException if they are no text for PostgreSQL
     */
    static void check(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end) {
            at = skipPlain(bytes, at, end);
            if (at < end) {
                at = skipCharacter(bytes, at, start, end);
            }
        }
    }

    /** Skips ASCII but zeros, eight bytes at once. */
    private static int skipPlain(byte[] bytes, int start, int end) {
        int at = start;
        while (end - at >= Long.BYTES && isPlain((long) LONGS.get(bytes, at))) {
            at += Long.BYTES;
        }
        int rest = end - at;
        if (rest > 0 && rest < Long.BYTES && end >= Long.BYTES) {
            // The eight bytes before the end, with those that were not asked for replaced.
            long word = (long) LONGS.get(bytes, end - Long.BYTES);
            int bits = rest * Byte.SIZE;
            if (isPlain(word >>> (Long.SIZE - bits) | ONES << bits)) {
                return end;
            }
        }
        return skipBytes(bytes, at, end);
    }

    /** A zero borrows and so shows a high bit, as a byte past ASCII does. */
    private static boolean isPlain(long word) {
        return (((word - ONES) | word) & HIGH_BITS) == 0;
    }

    private static int skipBytes(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] > 0) {
            at++;
        }
        return at;
    }

    private static int skipCharacter(byte[] bytes, int at, int start, int end) {
        int first = bytes[at];
        if (first == 0) {
            throw new IllegalArgumentException(ValueErrors.ZERO_CHARACTER);
        }
        int length = length(first & 0xFF, at + 1 < end ? bytes[at + 1] & 0xFF : 0);
        if (length == 0 || end - at < length) {
            throw new IllegalArgumentException(ValueErrors.invalidUtf8(at - start));
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                throw new IllegalArgumentException(ValueErrors.invalidUtf8(at - start));
            }
        }
        return at + length;
    }

    /** Of the character that these two bytes begin; 0 if none does. */
    private static int length(int first, int second) {
        if ((second & 0xC0) != 0x80) {
            return 0;
        }
        if (first >= 0xC2 && first <= 0xDF) {
            return 2;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            boolean tooLong = first == 0xE0 && second < 0xA0;
            boolean surrogate = first == 0xED && second >= 0xA0;
            return tooLong || surrogate ? 0 : 3;
        }
        if (first >= 0xF0 && first <= 0xF4) {
            boolean tooLong = first == 0xF0 && second < 0x90;
            boolean tooLarge = first == 0xF4 && second >= 0x90;
            return tooLong || tooLarge ? 0 : 4;
        }
        return 0;
    }
}
