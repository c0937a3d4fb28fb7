// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.filter;

import java.math.BigDecimal;

/** Literals of numbers. */
final class Numbers {

    /** More than any column holds; a number of the text '1e999999999' would fill the memory. */
    private static final int MAX_DIGITS = 400;

    private Numbers() {}

    static BigDecimal parse(Token literal) throws FilterException {
        try {
            BigDecimal number = new BigDecimal(literal.text());
            if (number.precision() <= MAX_DIGITS && Math.abs((long) number.scale()) <= MAX_DIGITS) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Such as '1e', which reads like a number. The answer is the one below.
        }
        throw new FilterException(literal.position(), FilterErrors.badNumber(literal.text()));
    }
}
