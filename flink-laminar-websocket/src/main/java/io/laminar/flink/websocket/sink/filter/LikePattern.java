// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.filter;

/**
 * SQL's LIKE: {@code %} stands for any text, {@code _} for one character. There is no escape
 * character.
 *
 * <p>A match takes a time of at most the product of the two lengths: only the latest {@code %} is
 * ever tried again, since what an earlier one could take more, the latest can take as well.
 */
final class LikePattern {

    private final int[] pattern;

    LikePattern(String pattern) {
        this.pattern = pattern.codePoints().toArray();
    }

    boolean matches(String text) {
        int inText = 0;
        int inPattern = 0;
        int afterPercent = -1;
        int percentEnd = 0;
        while (inText < text.length()) {
            int character = text.codePointAt(inText);
            if (inPattern < pattern.length && pattern[inPattern] == '%') {
                afterPercent = ++inPattern;
                percentEnd = inText;
            } else if (inPattern < pattern.length
                    && (pattern[inPattern] == '_' || pattern[inPattern] == character)) {
                inPattern++;
                inText += Character.charCount(character);
            } else if (afterPercent >= 0) {
                // The latest % takes one character more.
                percentEnd += Character.charCount(text.codePointAt(percentEnd));
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
}
