// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a filter into its words. */
final class Lexer {

    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*+");
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?+(?:\\d++(?:\\.\\d*+)?+|\\.\\d++)(?:[eE][-+]?+\\d*+)?+");
    private static final Pattern SYMBOL = Pattern.compile("<=|>=|<>|!=|[=<>(),]");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int next;

    private Lexer(String text) {
        this.text = text;
    }

    /** The words, the last of which is {@link Token.Kind#END}. */
    static List<Token> tokens(String text) throws FilterException {
        Lexer lexer = new Lexer(text);
        lexer.run();
        return lexer.tokens;
    }

    private void run() throws FilterException {
        while (next < text.length()) {
            char first = text.charAt(next);
            if (Character.isWhitespace(first)) {
                next++;
            } else if (first == '\'') {
                quoted(Token.Kind.TEXT, first);
            } else if (first == '"' || first == '`') {
                quoted(Token.Kind.QUOTED_NAME, first);
            } else if (!(take(Token.Kind.WORD, WORD)
                    || take(Token.Kind.NUMBER, NUMBER)
                    || take(Token.Kind.SYMBOL, SYMBOL))) {
                throw new FilterException(
                        next + 1, FilterErrors.unknownCharacter(Character.toString(first)));
            }
        }
        tokens.add(new Token(Token.Kind.END, "", next + 1));
    }

    private boolean take(Token.Kind kind, Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(next, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        tokens.add(new Token(kind, matcher.group(), next + 1));
        next = matcher.end();
        return true;
    }

    private void quoted(Token.Kind kind, char quote) throws FilterException {
        int start = next++;
        StringBuilder content = new StringBuilder();
        while (next < text.length()) {
            char character = text.charAt(next++);
            if (character != quote) {
                content.append(character);
            } else if (next < text.length() && text.charAt(next) == quote) {
                content.append(quote);
                next++;
            } else {
                tokens.add(new Token(kind, content.toString(), start + 1));
                return;
            }
        }
        throw new FilterException(start + 1, FilterErrors.unclosed(Character.toString(quote)));
    }
}
