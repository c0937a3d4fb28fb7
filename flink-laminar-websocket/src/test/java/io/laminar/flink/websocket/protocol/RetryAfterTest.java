// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0",
                "7|7",
                " 120 |120",
                "600|600",
                "601|600",
                "999999999|600",
                "Sat, 21 Nov 2026 12:00:30 GMT|30",
                "Saturday, 21-Nov-26 12:01:00 GMT|60",
                "Sat, 21 Nov 2026 11:00:00 GMT|0",
                "Sun, 22 Nov 2026 12:00:00 GMT|600"
            })
    void readsSecondsAndDatesUpToTenMinutes(String value, long seconds) {
        assertThat(RetryAfter.parse(value, NOW)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "1.5", "99999999999"})
    void ignoresWhatItCantRead(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isNull();
    }

    @Test
    void knowsNothingWithoutTheHeader() {
        assertThat(RetryAfter.parse(null, NOW)).isNull();
    }
}
