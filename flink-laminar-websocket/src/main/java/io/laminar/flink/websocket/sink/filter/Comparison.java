// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.filter;

import java.util.Arrays;
import java.util.Optional;

/** How a column's value must stand to a literal. */
enum Comparison {
    EQUAL("="),
    NOT_EQUAL("<>"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String symbol;

    Comparison(String symbol) {
        this.symbol = symbol;
    }

    static Optional<Comparison> find(Token token) {
        if (token.isSymbol("!=")) {
            return Optional.of(NOT_EQUAL);
        }
        return Arrays.stream(values())
                .filter(comparison -> token.isSymbol(comparison.symbol))
                .findFirst();
    }

    /** With the two sides exchanged. */
    Comparison flipped() {
        return switch (this) {
            case EQUAL, NOT_EQUAL -> this;
            case LESS -> GREATER;
            case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
            case GREATER -> LESS;
            case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
        };
    }

    boolean needsOrder() {
        return this != EQUAL && this != NOT_EQUAL;
    }

    /** What it says of a value whose order relative to the literal has this sign. */
    Truth holds(int order) {
        return Truth.of(
                switch (this) {
                    case EQUAL -> order == 0;
                    case NOT_EQUAL -> order != 0;
                    case LESS -> order < 0;
                    case LESS_OR_EQUAL -> order <= 0;
                    case GREATER -> order > 0;
                    case GREATER_OR_EQUAL -> order >= 0;
                });
    }
}
