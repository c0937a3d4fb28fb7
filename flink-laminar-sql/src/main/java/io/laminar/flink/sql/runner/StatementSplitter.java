// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds where statements end, by Flink SQL's lexical rules: {@code '…'}, {@code `…`} and {@code
 * "…"} with the quote doubled inside, comments {@code -- …}, {@code // …} and {@code /* … *}{@code
 * /} (which don't nest).
 *
 * <p>In a statement set, which begins with the words {@code STATEMENT SET BEGIN}, the statement
 * ends with the {@code END} that follows a {@code ;} directly: the {@code END} of a {@code CASE}
 * never does.
 */
final class StatementSplitter {

    private static final String SEMICOLON = ";";

    private final String text;
    private final String fileName;
    private final List<SqlStatement> statements = new ArrayList<>();

    /** Words and semicolons of the statement at hand; anything else stands there as itself. */
    private final List<String> tokens = new ArrayList<>();

    private int position;

    /** Where the statement at hand begins; -1 before its first token. */
    private int start = -1;

    private boolean inStatementSet;

    StatementSplitter(String text, String fileName) {
        this.text = text;
        this.fileName = fileName;
    }

    List<SqlStatement> split() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (Character.isWhitespace(c) || c == '\uFEFF') {
                position++;
            } else if (startsWith("--") || startsWith("//")) {
                skipLine();
            } else if (startsWith("/*")) {
                skipComment();
            } else if (c == ';') {
                semicolon();
            } else {
                token(c);
            }
        }
        if (inStatementSet && !endsStatementSet()) {
            throw error(start, ScriptErrors.STATEMENT_SET_WITHOUT_END);
        }
        finishStatement(text.length());
        return statements;
    }

    private void semicolon() {
        if (inStatementSet && !endsStatementSet()) {
            tokens.add(SEMICOLON);
        } else {
            finishStatement(position);
        }
        position++;
    }

    private void token(char c) {
        if (start < 0) {
            start = position;
        }
        int begin = position;
        if (c == '\'' || c == '`' || c == '"') {
            skipQuoted(c);
        } else if (Character.isJavaIdentifierStart(c)) {
            while (position < text.length()
                    && Character.isJavaIdentifierPart(text.charAt(position))) {
                position++;
            }
        } else {
            position++;
        }
        tokens.add(text.substring(begin, position).toUpperCase(Locale.ROOT));
        int count = tokens.size();
        if (count >= 3
                && tokens.subList(count - 3, count).equals(List.of("STATEMENT", "SET", "BEGIN"))) {
            inStatementSet = true;
        }
    }

    /** Whether the last token closes the statement set: END after a ';' or right after BEGIN. */
    private boolean endsStatementSet() {
        int count = tokens.size();
        return tokens.get(count - 1).equals("END")
                && (tokens.get(count - 2).equals(SEMICOLON)
                        || tokens.get(count - 2).equals("BEGIN"));
    }

    private void finishStatement(int end) {
        if (start >= 0) {
            TextPosition place = TextPosition.of(text, start);
            statements.add(
                    new SqlStatement(
                            text.substring(start, end).stripTrailing(),
                            place.line(),
                            place.column()));
        }
        start = -1;
        tokens.clear();
        inStatementSet = false;
    }

    private void skipQuoted(char quote) {
        int begin = position++;
        while (position < text.length()) {
            if (text.charAt(position++) == quote) {
                if (position < text.length() && text.charAt(position) == quote) {
                    position++;
                } else {
                    return;
                }
            }
        }
        throw error(begin, ScriptErrors.quoteWithoutEnd(quote));
    }

    private void skipLine() {
        int end = text.indexOf('\n', position);
        position = end < 0 ? text.length() : end + 1;
    }

    private void skipComment() {
        int end = text.indexOf("*/", position + 2);
        if (end < 0) {
            throw error(position, ScriptErrors.COMMENT_WITHOUT_END);
        }
        position = end + 2;
    }

    private boolean startsWith(String prefix) {
        return text.startsWith(prefix, position);
    }

    private ScriptException error(int offset, String problem) {
        return ScriptErrors.at(fileName, TextPosition.of(text, offset), problem);
    }
}
