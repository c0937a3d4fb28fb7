// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LatenciesTest {

    @Test
    void findsQuantiles() {
        Latencies latencies = new Latencies();
        for (int micros = 1; micros <= 1000; micros++) {
            latencies.add(micros * 1000L);
        }

        assertThat(Latencies.Summary.parse(latencies.toString()))
                .isEqualTo(new Latencies.Summary(500, 990, 1000));
    }

    @Test
    void countsAllAboveASecondAsOne() {
        Latencies latencies = new Latencies();
        latencies.add(5_000_000_000L);

        assertThat(latencies.quantileMicros(0.5)).isEqualTo(1_000_000);
    }
}
