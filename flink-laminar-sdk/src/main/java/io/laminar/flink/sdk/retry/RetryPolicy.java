// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.retry;

import java.io.Serializable;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.apache.flink.annotation.Internal;

/**
 * How often something is tried that may fail for a while, and the delays in between.
 *
 * @param maxAttempts the first one included
 */
@Internal
public record RetryPolicy(int maxAttempts, ExponentialBackoff backoff) implements Serializable {

    /** A hundred years: that many milliseconds, and the sum of all delays, fit in 64 bits. */
    private static final Duration LONGEST_DELAY = Duration.ofDays(36_500);

    public RetryPolicy {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException(
                    String.format(
                            "'%s' is %d, but must be at least 1.",
                            RetryOptions.MAX_ATTEMPTS.key(), maxAttempts));
        }
        if (backoff.maxDelay().compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException(
                    String.format(
                            "'%s' is %s, but must be at most %d days.",
                            RetryOptions.MAX_DELAY.key(),
                            backoff.maxDelay(),
                            LONGEST_DELAY.toDays()));
        }
    }

    /**
     * Checks all settings.
     *
     * @throws IllegalArgumentException if one is wrong; the message names the option
     */
    public static RetryPolicy of(int maxAttempts, Duration initialDelay, Duration maxDelay) {
        if (initialDelay.compareTo(Duration.ofMillis(1)) < 0
                || maxDelay.compareTo(initialDelay) < 0) {
            throw new IllegalArgumentException(
                    String.format(
                            "'%s' is %s and '%s' is %s, but the first must be at least 1 ms, and the"
                                    + " second not below the first.",
                            RetryOptions.INITIAL_DELAY.key(),
                            initialDelay,
                            RetryOptions.MAX_DELAY.key(),
                            maxDelay));
        }
        return new RetryPolicy(maxAttempts, new ExponentialBackoff(initialDelay, maxDelay));
    }

    public boolean isLast(int attempt) {
        return attempt >= maxAttempts;
    }

    /** Waits before the next attempt; can be interrupted. */
    public void pauseAfter(int attempt, RandomGenerator random) throws InterruptedException {
        Thread.sleep(backoff.delayAfter(attempt, random).toMillis());
    }

    /** All delays together, at most. */
    public Duration maxTotalDelay() {
        Duration total = Duration.ZERO;
        Duration delay = backoff.initialDelay();
        int delays = maxAttempts - 1;
        while (delays > 0 && delay.compareTo(backoff.maxDelay()) < 0) {
            total = total.plus(delay);
            delay = delay.multipliedBy(2);
            delays--;
        }
        return total.plus(backoff.maxDelay().multipliedBy(delays));
    }
}
