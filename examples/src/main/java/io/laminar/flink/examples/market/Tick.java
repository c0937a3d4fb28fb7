// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * One trade.
 *
 * @param price with two decimals
 * @param volume pieces, at least 1
 * @param time in whole milliseconds
 */
record Tick(String symbol, BigDecimal price, int volume, Instant time) {

    /** Flink's JSON format reads a TIMESTAMP like this, without a zone. */
    private static final DateTimeFormatter SQL_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /** The message of the feed; a symbol has nothing that JSON would want escaped. */
    String toJson() {
        return "{\"symbol\":\""
                + symbol
                + "\",\"price\":"
                + price.toPlainString()
                + ",\"volume\":"
                + volume
                + ",\"ts\":\""
                + SQL_TIME.format(time)
                + "\"}";
    }
}
