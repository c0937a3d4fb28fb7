// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.filter;

import io.laminar.flink.websocket.protocol.Printable;
import java.util.Locale;

/**
 * A word of a filter.
 *
 * @param text of a name or text what is between the quotes; otherwise as written
 * @param position of its first character, from 1
 */
record Token(Kind kind, String text, int position) {

    enum Kind {
        /** A name or a keyword. */
        WORD,
        /** Always a name. */
        QUOTED_NAME,
        TEXT,
        NUMBER,
        SYMBOL,
        END
    }

    boolean isKeyword(String keyword) {
        return kind == Kind.WORD && text.toUpperCase(Locale.ROOT).equals(keyword);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    String describe() {
        return switch (kind) {
            case END -> "the end";
            case TEXT -> "the text '" + Printable.text(text) + "'";
            case NUMBER -> "the number " + text;
            case WORD, QUOTED_NAME, SYMBOL -> "'" + Printable.text(text) + "'";
        };
    }
}
