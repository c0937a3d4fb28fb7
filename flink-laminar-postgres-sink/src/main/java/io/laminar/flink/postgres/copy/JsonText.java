// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import org.apache.flink.table.data.RowData;

/**
 * A text as a JSON string (RFC 8259, section 7): quotes, backslashes and control characters are
 * escaped, everything else stays UTF-8.
 */
final class JsonText {

    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int SHORT_ESCAPE = 1;
    private static final int LONG_ESCAPE = 5;

    private JsonText() {}

    static void putOrNull(TextWriter value, RowData row, int position, CopyBuffer out) {
        if (row.isNullAt(position)) {
            out.putAscii("null");
        } else {
            value.write(row, position, out);
        }
    }

    static void put(RowData row, int position, CopyBuffer out) {
        out.putByte('"');
        int start = PlainText.copy(row, position, out);
        Utf8.check(out.array(), start, out.size());
        int added = 0;
        for (int i = start; i < out.size(); i++) {
            added += addedByEscape(out.array()[i]);
        }
        if (added > 0) {
            escape(start, added, out);
        }
        out.putByte('"');
    }

    /** Bytes of a character of UTF-8 past ASCII are negative, and stand for themselves. */
    private static int addedByEscape(byte character) {
        if (character >= FIRST_PRINTABLE || character < 0) {
            return character == '"' || character == '\\' ? SHORT_ESCAPE : 0;
        }
        return shortEscape(character) != 0 ? SHORT_ESCAPE : LONG_ESCAPE;
    }

    private static int shortEscape(byte character) {
        return switch (character) {
            case '"', '\\' -> character;
            case '\b' -> 'b';
            case '\f' -> 'f';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            default -> 0;
        };
    }

    /** Moves the text apart from its end on, so that no byte is overwritten before it was moved. */
    private static void escape(int start, int added, CopyBuffer out) {
        int from = out.size() - 1;
        out.reserve(added);
        byte[] bytes = out.array();
        int to = out.size() - 1;
        for (; from >= start; from--) {
            byte character = bytes[from];
            switch (addedByEscape(character)) {
                case 0 -> bytes[to--] = character;
                case SHORT_ESCAPE -> {
                    bytes[to--] = (byte) shortEscape(character);
                    bytes[to--] = '\\';
                }
                default -> {
                    bytes[to--] = HEX[character & 0xF];
                    bytes[to--] = HEX[character >> 4];
                    bytes[to--] = '0';
                    bytes[to--] = '0';
                    bytes[to--] = 'u';
                    bytes[to--] = '\\';
                }
            }
        }
    }
}
