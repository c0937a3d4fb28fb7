// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class MemoryTrendTest {

    private static final long MEBIBYTE = 1024 * 1024;

    @Test
    void findsGrowthAfterTheFirstQuarter() {
        MemoryTrend trend = new MemoryTrend();
        for (int i = 0; i < 8; i++) {
            // While it warms up it says nothing.
            long heap = i < 2 ? 900 * MEBIBYTE : (100 + i) * MEBIBYTE;
            long direct = (1 + 2L * i) * MEBIBYTE;
            trend.add(new MemoryTrend.Sample(30.0 * (i + 1), heap, direct, 600L * (i + 1)));
        }

        assertThat(trend.growthPerMinute()).isCloseTo(6, within(1e-9));
        assertThat(trend.summary())
                .isEqualTo(
                        "heap after GC: first 102.0 MiB, last 107.0 MiB; direct buffers: first 5.0 MiB,"
                                + " last 15.0 MiB; together +6.00 MiB a minute; 20 rows/s");
        assertThat(trend.json())
                .isEqualTo(
                        "{\"seconds\":240,\"rows\":4800,\"rows_per_s\":20,"
                                + "\"heap_first_bytes\":106954752,\"heap_last_bytes\":112197632,"
                                + "\"direct_first_bytes\":5242880,\"direct_last_bytes\":15728640,"
                                + "\"growth_mib_per_minute\":6.000}");
    }

    @Test
    void showsASample() {
        assertThat(new MemoryTrend.Sample(15, 64 * MEBIBYTE, 0, 6_000_000))
                .hasToString(
                        "    15 s  heap after GC   64.0 MiB  direct buffers    0.0 MiB  6,000,000"
                                + " rows");
    }
}
