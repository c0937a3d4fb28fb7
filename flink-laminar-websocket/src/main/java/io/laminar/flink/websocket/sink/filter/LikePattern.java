// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.filter;

import java.nio.charset.StandardCharsets;
import org.apache.flink.table.data.binary.BinaryStringData;

/**
 * SQL's LIKE: {@code %} stands for any text, {@code _} for one character. There is no escape
 * character. Compares bytes of UTF-8, in which rows have their text: no object is made for a row.
 *
 * <p>A match takes a time of at most the product of the two lengths: only the latest {@code %} is
 * ever tried again, since what an earlier one could take more, the latest can take as well.
 */
final class LikePattern {

    private final byte[] pattern;

    LikePattern(String pattern) {
        this.pattern = pattern.getBytes(StandardCharsets.UTF_8);
    }

    boolean matches(BinaryStringData text) {
        text.ensureMaterialized();
        int length = text.getSizeInBytes();
        int inText = 0;
        int inPattern = 0;
        int afterPercent = -1;
        int percentEnd = 0;
        while (inText < length) {
            if (inPattern < pattern.length && pattern[inPattern] == '%') {
                afterPercent = ++inPattern;
                percentEnd = inText;
            } else if (inPattern < pattern.length && pattern[inPattern] == '_') {
                inPattern++;
                inText = nextCharacter(text, inText, length);
            } else if (inPattern < pattern.length && pattern[inPattern] == text.byteAt(inText)) {
                inPattern++;
                inText++;
            } else if (afterPercent >= 0) {
                // The latest % takes one character more.
                percentEnd = nextCharacter(text, percentEnd, length);
                inText = percentEnd;
                inPattern = afterPercent;
            } else {
                return false;
            }
        }
        while (inPattern < pattern.length && pattern[inPattern] == '%') {
            inPattern++;
        }
        return inPattern == pattern.length;
    }

    /** Behind the bytes 10xxxxxx that go on with a character. */
    private static int nextCharacter(BinaryStringData text, int position, int length) {
        int next = position + 1;
        while (next < length && (text.byteAt(next) & 0xC0) == 0x80) {
            next++;
        }
        return next;
    }
}
