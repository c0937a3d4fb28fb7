// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks a text that comes in pieces: well-formed byte sequences as of the Unicode Standard, table
 * 3-7, which leaves out surrogates and forms that are too long. ASCII, which most text is, is
 * looked at by eight bytes. Not thread-safe.
 */
final class Utf8 {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final long NOT_ASCII = 0x8080808080808080L;

    /** Bytes that the character has still to get. */
    private int missing;

    /** What the next of them may be. */
    private int lowest;

    private int highest;

    /** A new text. */
    void begin() {
        missing = 0;
    }

    boolean isInsideCharacter() {
        return missing > 0;
    }

    /** Takes the next piece; after false nothing further is to be asked. */
    boolean accepts(byte[] bytes, int offset, int length) {
        int position = offset;
        int end = offset + length;
        while (position < end) {
            if (missing > 0) {
                int next = bytes[position++] & 0xFF;
                if (next < lowest || next > highest) {
                    return false;
                }
                expect(missing - 1, 0x80, 0xBF);
            } else if (position + Long.BYTES <= end
                    && ((long) LONGS.get(bytes, position) & NOT_ASCII) == 0) {
                position += Long.BYTES;
            } else if (bytes[position] < 0) {
                if (!begins(bytes[position++] & 0xFF)) {
                    return false;
                }
            } else {
                position++;
            }
        }
        return true;
    }

    private boolean begins(int lead) {
        if (lead < 0xC2 || lead > 0xF4) {
            return false;
        }
        int continuations = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        switch (lead) {
            case 0xE0 -> expect(continuations, 0xA0, 0xBF);
            case 0xED -> expect(continuations, 0x80, 0x9F);
            case 0xF0 -> expect(continuations, 0x90, 0xBF);
            case 0xF4 -> expect(continuations, 0x80, 0x8F);
            default -> expect(continuations, 0x80, 0xBF);
        }
        return true;
    }

    private void expect(int continuations, int from, int to) {
        missing = continuations;
        lowest = from;
        highest = to;
    }
}
