// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

/** How far a feed has come. Threads: written by the feed's event loop, read by any. */
final class FeedProgress {

    private volatile MarketFeed.State state = MarketFeed.State.WAITING;
    private volatile long ticksSent;

    MarketFeed.State state() {
        return state;
    }

    long ticksSent() {
        return ticksSent;
    }

    void enter(MarketFeed.State next) {
        state = next;
    }

    void sent(long ticks) {
        ticksSent = ticks;
    }
}
