// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.filter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Any number, ready to be compared with longs. */
record LongBound(long floor, int orderAtFloor) {

    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    static LongBound of(BigDecimal number) {
        BigInteger floor = number.setScale(0, RoundingMode.FLOOR).unscaledValue();
        if (floor.compareTo(MAX) > 0) {
            return new LongBound(Long.MAX_VALUE, -1);
        }
        if (floor.compareTo(MIN) < 0) {
            return new LongBound(Long.MIN_VALUE, 1);
        }
        boolean isWhole = new BigDecimal(floor).compareTo(number) == 0;
        return new LongBound(floor.longValueExact(), isWhole ? 0 : -1);
    }

    /** Negative, zero or positive, as the value is less than, equal to or greater than this. */
    int orderOf(long value) {
        return value == floor ? orderAtFloor : Long.compare(value, floor);
    }
}
