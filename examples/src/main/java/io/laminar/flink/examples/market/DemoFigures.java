// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

/**
 * What the demo has counted up to a moment, each figure at another place.
 *
 * @param ticksSent by the feed
 * @param ticksReceived records that Flink's source has passed on
 * @param ticksInPostgres sum over the candles in PostgreSQL of the ticks that each is made of
 * @param windows candles in PostgreSQL
 * @param checkpoints completed
 * @param pageMessages messages that a subscriber of the live WebSocket has got
 */
record DemoFigures(
        long ticksSent,
        long ticksReceived,
        long ticksInPostgres,
        long windows,
        long checkpoints,
        long pageMessages) {

    static final DemoFigures NONE = new DemoFigures(0, 0, 0, 0, 0, 0);

    /** Whether, at the end, no tick was lost and none was counted twice. */
    boolean isExact() {
        return ticksSent > 0 && ticksSent == ticksReceived && ticksSent == ticksInPostgres;
    }
}
