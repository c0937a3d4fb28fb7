// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.filter;

import io.laminar.flink.websocket.sink.filter.Columns.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * Reads the words of a filter from left to right (recursive descent), loosest binding first:
 *
 * <pre>
 * or        := and (OR and)*
 * and       := not (AND not)*
 * not       := NOT not | '(' or ')' | condition
 * condition := column | column compare literal | literal compare column
 *            | column [NOT] IN '(' literal (',' literal)* ')' | column [NOT] LIKE text
 *            | column IS [NOT] NULL
 * </pre>
 */
final class Parser {

    private static final Set<String> RESERVED =
            Set.of("AND", "OR", "NOT", "IN", "IS", "NULL", "LIKE", "TRUE", "FALSE");

    private final List<Token> tokens;
    private final Columns columns;
    private int next;
    private int depth;

    Parser(List<Token> tokens, Columns columns) {
        this.tokens = tokens;
        this.columns = columns;
    }

    Predicate parse() throws FilterException {
        Predicate whole = or();
        if (peek().kind() != Token.Kind.END) {
            throw unexpected("AND, OR or the end");
        }
        return whole;
    }

    private Predicate or() throws FilterException {
        List<Predicate> parts = new ArrayList<>();
        do {
            parts.add(and());
        } while (takeKeyword("OR"));
        return Predicate.anyOf(parts);
    }

    private Predicate and() throws FilterException {
        List<Predicate> parts = new ArrayList<>();
        do {
            parts.add(not());
        } while (takeKeyword("AND"));
        return Predicate.allOf(parts);
    }

    private Predicate not() throws FilterException {
        if (depth == RowFilter.MAX_DEPTH) {
            throw new FilterException(peek().position(), FilterErrors.tooDeep(RowFilter.MAX_DEPTH));
        }
        depth++;
        Predicate predicate;
        if (takeKeyword("NOT")) {
            predicate = not().negated();
        } else if (takeSymbol("(")) {
            predicate = or();
            requireSymbol(")");
        } else {
            predicate = condition();
        }
        depth--;
        return predicate;
    }

    private Predicate condition() throws FilterException {
        if (isLiteral(peek())) {
            Token literal = take();
            Comparison comparison = comparison();
            return Conditions.compare(column(), comparison.flipped(), literal);
        }
        Column column = column();
        if (takeKeyword("IS")) {
            boolean negated = takeKeyword("NOT");
            requireKeyword("NULL");
            Predicate isNull = row -> Truth.of(row.isNullAt(column.index()));
            return negated ? isNull.negated() : isNull;
        }
        if (takeKeyword("NOT")) {
            if (!peek().isKeyword("IN") && !peek().isKeyword("LIKE")) {
                throw unexpected("IN or LIKE");
            }
            return inOrLike(column).negated();
        }
        if (peek().isKeyword("IN") || peek().isKeyword("LIKE")) {
            return inOrLike(column);
        }
        if (column.type().is(LogicalTypeRoot.BOOLEAN) && Comparison.find(peek()).isEmpty()) {
            return Conditions.isTrue(column);
        }
        return Conditions.compare(column, comparison(), literal());
    }

    private Predicate inOrLike(Column column) throws FilterException {
        if (takeKeyword("LIKE")) {
            if (peek().kind() != Token.Kind.TEXT) {
                throw unexpected("a pattern such as 'AB%'");
            }
            return Conditions.like(column, take());
        }
        requireKeyword("IN");
        requireSymbol("(");
        List<Predicate> members = new ArrayList<>();
        do {
            members.add(Conditions.compare(column, Comparison.EQUAL, literal()));
        } while (takeSymbol(","));
        requireSymbol(")");
        return Predicate.anyOf(members);
    }

    private Column column() throws FilterException {
        Token name = peek();
        boolean isName =
                name.kind() == Token.Kind.QUOTED_NAME
                        || (name.kind() == Token.Kind.WORD && !isReserved(name));
        if (!isName) {
            throw unexpected("a column");
        }
        return columns.find(take());
    }

    private Comparison comparison() throws FilterException {
        Optional<Comparison> comparison = Comparison.find(peek());
        if (comparison.isEmpty()) {
            throw unexpected("a comparison such as '='");
        }
        take();
        return comparison.get();
    }

    private Token literal() throws FilterException {
        if (!isLiteral(peek())) {
            throw unexpected("a text such as 'a', a number, TRUE or FALSE");
        }
        return take();
    }

    private static boolean isLiteral(Token token) {
        return token.kind() == Token.Kind.TEXT
                || token.kind() == Token.Kind.NUMBER
                || token.isKeyword("TRUE")
                || token.isKeyword("FALSE")
                || token.isKeyword("NULL");
    }

    private static boolean isReserved(Token word) {
        return RESERVED.contains(word.text().toUpperCase(Locale.ROOT));
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        return tokens.get(next++);
    }

    private boolean takeKeyword(String keyword) {
        boolean found = peek().isKeyword(keyword);
        next += found ? 1 : 0;
        return found;
    }

    private boolean takeSymbol(String symbol) {
        boolean found = peek().isSymbol(symbol);
        next += found ? 1 : 0;
        return found;
    }

    private void requireKeyword(String keyword) throws FilterException {
        if (!takeKeyword(keyword)) {
            throw unexpected(keyword);
        }
    }

    private void requireSymbol(String symbol) throws FilterException {
        if (!takeSymbol(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
    }

    private FilterException unexpected(String expected) {
        return new FilterException(peek().position(), FilterErrors.expected(expected, peek()));
    }
}
