// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SyntheticMarketTest {

    private static final Instant START = Instant.parse("2026-11-21T08:00:00.123Z");

    @Test
    void givesTheSameTicksForTheSameSeed() {
        assertThat(ticks(7, 5000)).isEqualTo(ticks(7, 5000)).isNotEqualTo(ticks(8, 5000));
    }

    @Test
    void neverGoesBackInTimeAndKeepsItsRate() {
        List<Tick> ticks = ticks(1, 9001);
        assertThat(ticks).extracting(Tick::time).isSorted();
        assertThat(ticks.get(0).time()).isEqualTo(START);
        // 3000 a second, see ticks().
        assertThat(ticks.get(9000).time()).isEqualTo(START.plusSeconds(3));
    }

    @Test
    void tradesEverySymbolInCentsAndWholePieces() {
        Set<String> symbols = new HashSet<>();
        for (Tick tick : ticks(1, 50_000)) {
            symbols.add(tick.symbol());
            assertThat(tick.price()).isPositive();
            assertThat(tick.price().scale()).isEqualTo(2);
            assertThat(tick.volume()).isPositive();
        }
        assertThat(symbols).containsExactlyInAnyOrderElementsOf(SyntheticMarket.SYMBOLS);
    }

    @Test
    void writesATickAsFlinkReadsIt() {
        assertThat(new Tick("ACME", new BigDecimal("120.50"), 17, START).toJson())
                .isEqualTo(
                        "{\"symbol\":\"ACME\",\"price\":120.50,\"volume\":17,"
                                + "\"ts\":\"2026-11-21 08:00:00.123\"}");
    }

    private static List<Tick> ticks(long seed, int count) {
        SyntheticMarket market = new SyntheticMarket(seed, 3000, START);
        return Stream.generate(market::next).limit(count).toList();
    }
}
