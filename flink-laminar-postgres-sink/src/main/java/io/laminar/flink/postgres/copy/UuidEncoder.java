// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.flink.table.data.RowData;

/**
 * STRING as the 16 bytes of a {@code uuid}, in every spelling that PostgreSQL reads (documentation,
 * "UUID Type"): 32 hexadecimal digits of either case, a hyphen after any group of four, braces
 * around all of it.
 */
final class UuidEncoder implements ColumnEncoder {

    private static final int BYTES = 16;
    private static final int PLAIN_LENGTH = 36;

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] DIGITS = new byte[256];

    static {
        for (int i = 0; i < DIGITS.length; i++) {
            DIGITS[i] = (byte) Character.digit(i, 16);
        }
    }

    @Override
    public void encode(RowData row, int position, CopyBuffer out) {
        out.putInt(BYTES);
        int start = PlainText.copy(row, position, out);
        if (!parse(out.array(), start, out.size())) {
            throw new IllegalArgumentException(
                    ValueErrors.unreadable(
                            row.getString(position),
                            "uuid",
                            "32 hexadecimal digits, such as a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
        }
        out.truncate(start + BYTES);
    }

    /** In place: two digits are read before the byte that they make is written. */
    private static boolean parse(byte[] bytes, int start, int end) {
        boolean isPlain = end - start == PLAIN_LENGTH && hasPlainHyphens(bytes, start);
        return isPlain ? parsePlain(bytes, start) : parseAny(bytes, start, end);
    }

    private static boolean hasPlainHyphens(byte[] bytes, int start) {
        return bytes[start + 8] == '-'
                && bytes[start + 13] == '-'
                && bytes[start + 18] == '-'
                && bytes[start + 23] == '-';
    }

    private static boolean parsePlain(byte[] bytes, int start) {
        long first = HexDigits.parse((long) LONGS.get(bytes, start));
        long second = HexDigits.parse(eight(bytes, start + 9, start + 14));
        long third = HexDigits.parse(eight(bytes, start + 19, start + 24));
        long fourth = HexDigits.parse((long) LONGS.get(bytes, start + 28));
        LONGS.set(bytes, start, first << Integer.SIZE | second);
        LONGS.set(bytes, start + Long.BYTES, third << Integer.SIZE | fourth);
        return (first | second | third | fourth) >= 0;
    }

    private static long eight(byte[] bytes, int first, int second) {
        return (long) (int) INTS.get(bytes, first) << Integer.SIZE
                | Integer.toUnsignedLong((int) INTS.get(bytes, second));
    }

    private static boolean parseAny(byte[] bytes, int start, int end) {
        int at = start;
        int to = end;
        if (to - at > 2 && bytes[at] == '{' && bytes[to - 1] == '}') {
            at++;
            to--;
        }
        int wrong = 0;
        for (int i = 0; i < BYTES; i++) {
            if (at + 2 > to) {
                return false;
            }
            int value = (DIGITS[bytes[at] & 0xFF] << 4) | DIGITS[bytes[at + 1] & 0xFF];
            wrong |= value;
            at += 2;
            boolean endsGroup = i % 2 == 1 && i < BYTES - 1;
            if (endsGroup && at < to && bytes[at] == '-') {
                at++;
            }
            bytes[start + i] = (byte) value;
        }
        return wrong >= 0 && at == to;
    }
}
