// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.retry;

import io.laminar.flink.sdk.option.OptionReader;
import java.time.Duration;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options {@code retry.…} of every connector that calls out. */
@PublicEvolving
public final class RetryOptions {

    public static final ConfigOption<Integer> MAX_ATTEMPTS =
            ConfigOptions.key("retry.max_attempts")
                    .intType()
                    .defaultValue(5)
                    .withDescription(
                            "How often something is tried that fails for a reason that passes (a"
                                    + " lost connection, a restarting server), the first attempt"
                                    + " included. Anything else fails at once.");

    public static final ConfigOption<Duration> INITIAL_DELAY =
            ConfigOptions.key("retry.initial_delay")
                    .durationType()
                    .defaultValue(Duration.ofMillis(100))
                    .withDescription(
                            "The delay before the second attempt; it doubles from attempt to"
                                    + " attempt, and is cut by chance to between half and all of"
                                    + " it.");

    public static final ConfigOption<Duration> MAX_DELAY =
            ConfigOptions.key("retry.max_delay")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription("The longest delay between two attempts.");

    public static final List<ConfigOption<?>> ALL = List.of(MAX_ATTEMPTS, INITIAL_DELAY, MAX_DELAY);

    /** What applies where nothing is said. */
    public static final RetryPolicy DEFAULT =
            RetryPolicy.of(
                    MAX_ATTEMPTS.defaultValue(),
                    INITIAL_DELAY.defaultValue(),
                    MAX_DELAY.defaultValue());

    private RetryOptions() {}

    /** Reads the three; a wrong one is noted as a problem, and the default returned. */
    public static RetryPolicy read(OptionReader options) {
        try {
            return RetryPolicy.of(
                    options.get(MAX_ATTEMPTS), options.get(INITIAL_DELAY), options.get(MAX_DELAY));
        } catch (IllegalArgumentException e) {
            options.problem(String.valueOf(e.getMessage()));
            return DEFAULT;
        }
    }
}
