// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExponentialBackoffTest {

    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(10));

    @ParameterizedTest
    @CsvSource({"1,100", "2,200", "4,800", "7,6400", "8,10000", "9,10000", "2147483647,10000"})
    void doublesUpToTheMaximumWithHalfOfItByChance(int failures, long fullMillis) {
        Random random = new Random(42);
        for (int i = 0; i < 1_000; i++) {
            assertThat(BACKOFF.delayAfter(failures, random))
                    .isBetween(Duration.ofMillis(fullMillis / 2), Duration.ofMillis(fullMillis));
        }
    }

    @Test
    void spreadsTheAttemptsOfManyClients() {
        Random random = new Random(42);
        long distinct =
                java.util.stream.IntStream.range(0, 1_000)
                        .mapToObj(i -> BACKOFF.delayAfter(8, random))
                        .distinct()
                        .count();
        assertThat(distinct).isGreaterThan(700);
    }

    @Test
    void refusesDelaysThatMakeNoSense() {
        assertThatThrownBy(() -> new ExponentialBackoff(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessage("The initial delay must be positive, but is PT0S.");
        assertThatThrownBy(
                        () -> new ExponentialBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessage("The maximum delay (PT1S) must not be below the initial delay (PT2S).");
        assertThatThrownBy(() -> BACKOFF.delayAfter(0, new Random()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
