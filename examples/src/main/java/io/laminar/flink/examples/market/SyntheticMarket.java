// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;

/**
 * An endless sequence of trades, as random walks do it.
 *
 * <p>The same seed, rate and start give the same ticks. Times are spaced evenly and never go back.
 * Not thread-safe.
 */
final class SyntheticMarket {

    static final List<String> SYMBOLS =
            List.of("ACME", "BOLT", "CRUX", "DUNE", "ECHO", "FLUX", "GRID", "HALO");

    private static final double[] FIRST_PRICES = {
        128.40, 42.15, 310.75, 18.90, 76.30, 205.60, 54.85, 91.20
    };

    /** Standard deviation of a price over one second, as part of the price. */
    private static final double VOLATILITY = 0.0012;

    /** How far a price is pulled back to its first one in a second, or it would end at zero. */
    private static final double PULL = 0.01;

    private static final double MEAN_VOLUME = 40;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Random random;
    private final int ticksPerSecond;
    private final Instant start;
    private final double stepDeviation;
    private final double stepPull;
    private final double[] prices = FIRST_PRICES.clone();
    private long count;

    /**
     * @param start time of the first tick
     */
    SyntheticMarket(long seed, int ticksPerSecond, Instant start) {
        this.random = new Random(seed);
        this.ticksPerSecond = ticksPerSecond;
        this.start = start;
        double stepsPerSecond = (double) ticksPerSecond / SYMBOLS.size();
        // The variance of a random walk grows with the number of its steps.
        this.stepDeviation = VOLATILITY / Math.sqrt(stepsPerSecond);
        this.stepPull = PULL / stepsPerSecond;
    }

    Tick next() {
        int index = random.nextInt(SYMBOLS.size());
        double first = FIRST_PRICES[index];
        double price = prices[index];
        price += price * stepDeviation * random.nextGaussian() + (first - price) * stepPull;
        prices[index] = Math.max(price, 0.01);
        int volume = 1 + (int) (-MEAN_VOLUME * Math.log(1 - random.nextDouble()));
        Instant time =
                start.plusSeconds(count / ticksPerSecond)
                        .plusNanos(count % ticksPerSecond * NANOS_PER_SECOND / ticksPerSecond)
                        .truncatedTo(ChronoUnit.MILLIS);
        count++;
        return new Tick(
                SYMBOLS.get(index),
                BigDecimal.valueOf(Math.round(prices[index] * 100), 2),
                volume,
                time);
    }
}
