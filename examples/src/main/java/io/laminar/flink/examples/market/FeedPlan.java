// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import java.time.Duration;

/**
 * What a feed sends.
 *
 * @param ticksPerSecond 1 to 1,000,000
 * @param duration whole seconds, at least one
 */
record FeedPlan(long seed, int ticksPerSecond, Duration duration) {

    static final int MAX_TICKS_PER_SECOND = 1_000_000;

    FeedPlan {
        if (ticksPerSecond < 1 || ticksPerSecond > MAX_TICKS_PER_SECOND) {
            throw new IllegalArgumentException(DemoErrors.rateOutOfRange(ticksPerSecond));
        }
        if (duration.toSeconds() < 1) {
            throw new IllegalArgumentException(DemoErrors.tooShort(duration.toSeconds()));
        }
    }

    long totalTicks() {
        return ticksPerSecond * duration.toSeconds();
    }
}
