// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.sdk.option.OptionReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

    private static final Duration INITIAL = Duration.ofMillis(100);

    @ParameterizedTest
    @CsvSource({
        "1, PT10S, PT0S",
        "2, PT10S, PT0.1S",
        "7, PT10S, PT6.3S",
        "8, PT10S, PT12.7S",
        "10, PT10S, PT32.7S",
        "3, PT0.1S, PT0.2S",
        "2147483647, PT10S, PT5965232H20M2.7S",
        "2147483647, PT876000H, PT1881195644190437H10M36.7S"
    })
    void addsUpItsDelays(int attempts, Duration maxDelay, Duration total) {
        assertThat(RetryPolicy.of(attempts, INITIAL, maxDelay).maxTotalDelay()).isEqualTo(total);
    }

    @Test
    void theLongestDelayIsOneThatCanBeWaitedFor() {
        Duration longest = Duration.ofDays(36_500);
        assertThat(RetryPolicy.of(2, longest, longest).backoff().delayAfter(1, new Random(42)))
                .isBetween(longest.dividedBy(2), longest);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retry.max_attempts=0 | 'retry.max_attempts' is 0, but must be at least 1.",
                "retry.initial_delay=0 ms | 'retry.initial_delay' is PT0S and 'retry.max_delay' is"
                        + " PT10S, but the first must be at least 1 ms, and the second not below the"
                        + " first.",
                "retry.initial_delay=200000000000 d | 'retry.initial_delay' is PT4800000000000H and"
                        + " 'retry.max_delay' is PT10S, but the first must be at least 1 ms, and the"
                        + " second not below the first.",
                "retry.max_delay=36501 d | 'retry.max_delay' is PT876024H, but must be at most 36500"
                        + " days.",
                "retry.max_delay=200000000000 d | 'retry.max_delay' is PT4800000000000H, but must be"
                        + " at most 36500 days.",
                "retry.initial_delay=200000000000 d, retry.max_delay=200000000000 d |"
                        + " 'retry.max_delay' is PT4800000000000H, but must be at most 36500 days."
            })
    void notesABadOption(String written, String problem) {
        Map<String, String> options = new HashMap<>();
        for (String option : written.split(", ", -1)) {
            String[] keyAndValue = option.split("=", -1);
            options.put(keyAndValue[0], keyAndValue[1]);
        }
        OptionReader reader = new OptionReader("any", options);
        assertThat(RetryOptions.read(reader)).isEqualTo(RetryOptions.DEFAULT);
        assertThatThrownBy(reader::throwProblems)
                .isInstanceOf(ValidationException.class)
                .hasMessage("Connector 'any': " + problem);
    }
}
