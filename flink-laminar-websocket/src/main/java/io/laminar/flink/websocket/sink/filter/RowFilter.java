// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.filter;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * A condition on the columns of one row, such as {@code symbol = 'AAPL' AND price > 10}.
 *
 * <p>The language is the part of SQL's {@code WHERE} that compares columns with literals: {@code
 * =}, {@code <>} (or {@code !=}), {@code <}, {@code <=}, {@code >}, {@code >=}, {@code [NOT] IN},
 * {@code [NOT] LIKE}, {@code IS [NOT] NULL}, {@code AND}, {@code OR}, {@code NOT}, parentheses, and
 * a column of booleans alone. As in SQL, a comparison with NULL is neither true nor false, and only
 * what is true matches. Text is compared by its code points, a number as the column's type holds
 * it.
 *
 * <p>It comes from strangers: {@link #MAX_CHARACTERS} and {@link #MAX_DEPTH} bound what reading it
 * costs, and a match takes a time that grows with the filter's length and the row's only.
 *
 * <p>Threads: immutable, for any.
 */
@PublicEvolving
public final class RowFilter {

    public static final int MAX_CHARACTERS = 4096;

    /** Of parentheses and NOT within one another. */
    public static final int MAX_DEPTH = 32;

    private static final int LIKE_FACTOR = 16;

    private final String text;
    private final Predicate predicate;

    private RowFilter(String text, Predicate predicate) {
        this.text = text;
        this.predicate = predicate;
    }

    /**
     * Reads a filter and checks it against the columns.
     *
     * @throws FilterException if it is wrong; with a message for its author
     */
    public static RowFilter parse(String text, RowType columns) throws FilterException {
        if (text.length() > MAX_CHARACTERS) {
            throw new FilterException(
                    MAX_CHARACTERS + 1, FilterErrors.tooLong(text.length(), MAX_CHARACTERS));
        }
        return new RowFilter(text, new Parser(Lexer.tokens(text), new Columns(columns)).parse());
    }

    /**
     * What a match costs, about: the filter's length, and for patterns of LIKE a multiple of
     * theirs, since they may be tried at every character of a row's text.
     */
    public static int costOf(String text) throws FilterException {
        int cost = text.length();
        boolean isPattern = false;
        for (Token token : Lexer.tokens(text)) {
            cost += isPattern ? LIKE_FACTOR * token.text().length() : 0;
            isPattern = token.isKeyword("LIKE");
        }
        return cost;
    }

    public boolean matches(RowData row) {
        return predicate.test(row) == Truth.TRUE;
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
