// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.retry;

import java.io.Serializable;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.apache.flink.annotation.Internal;

/**
 * Delays that double from attempt to attempt up to a maximum, each cut by chance to between half
 * and all of it, so that many clients of one failed server don't come back in one instant.
 *
 * @param initialDelay before the second attempt; positive
 * @param maxDelay at least {@code initialDelay}
 */
@Internal
public record ExponentialBackoff(Duration initialDelay, Duration maxDelay) implements Serializable {

    public ExponentialBackoff {
        if (initialDelay.isNegative() || initialDelay.isZero()) {
            throw new IllegalArgumentException(
                    "The initial delay must be positive, but is " + initialDelay + ".");
        }
        if (maxDelay.compareTo(initialDelay) < 0) {
            throw new IllegalArgumentException(
                    String.format(
                            "The maximum delay (%s) must not be below the initial delay (%s).",
                            maxDelay, initialDelay));
        }
    }

    /**
     * The delay after {@code failures} failures in a row.
     *
     * @param failures at least 1
     */
    public Duration delayAfter(int failures, RandomGenerator random) {
        if (failures < 1) {
            throw new IllegalArgumentException("failures must be at least 1, but is " + failures);
        }
        long maxMillis = maxDelay.toMillis();
        // 2^30 times any whole millisecond is past every sensible maximum; a shift must not
        // overflow.
        int doublings = Math.min(failures - 1, 30);
        long initialMillis = Math.max(1, initialDelay.toMillis());
        long full =
                initialMillis > (maxMillis >> doublings) ? maxMillis : initialMillis << doublings;
        long half = full / 2;
        return Duration.ofMillis(half + random.nextLong(full - half + 1));
    }
}
