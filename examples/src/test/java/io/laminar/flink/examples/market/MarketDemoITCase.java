// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.laminar.flink.sql.cli.ExitCode;
import io.laminar.flink.testing.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
final class MarketDemoITCase {

    private static final int RATE = 4000;
    private static final int SYMBOLS = SyntheticMarket.SYMBOLS.size();

    @Test
    void countsEveryTickExactlyOnceFromTheFeedToPostgres() throws Exception {
        DemoRun demo = DemoRun.start(IntUnaryOperator.identity(), 6);

        JsonNode json = demo.json();
        assertThat(json.path("ok").asBoolean()).as("%s", json).isTrue();
        assertThat(demo.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(json.path("ticks_sent").asInt()).isEqualTo(6 * RATE);
        assertThat(json.path("ticks_received").asInt()).isEqualTo(6 * RATE);
        assertThat(json.path("ticks_in_postgres").asInt()).isEqualTo(6 * RATE);
        // The first tick is hardly at the begin of a second.
        assertThat(json.path("windows").asInt()).isBetween(6 * SYMBOLS, 7 * SYMBOLS);
        assertThat(json.path("page_messages")).isEqualTo(json.path("windows"));
        assertThat(json.path("checkpoints").asInt()).isPositive();
        assertThat(demo.page()).hasValueSatisfying(page -> assertThat(page).hasHost("127.0.0.1"));
        assertThat(demo.progress())
                .filteredOn(line -> line.contains(" s  sent "))
                .hasSizeGreaterThan(4);
    }

    @Test
    void failsHonestlyWhenTheFeedsConnectionBreaks() throws Exception {
        CompletableFuture<TcpProxy> opened = new CompletableFuture<>();
        DemoRun demo =
                DemoRun.start(
                        feedPort -> {
                            TcpProxy proxy = proxy(feedPort);
                            opened.complete(proxy);
                            return proxy.port();
                        },
                        60);
        try (TcpProxy proxy = opened.join()) {
            await().atMost(Duration.ofSeconds(60))
                    .until(
                            () ->
                                    demo.progress().stream()
                                            .anyMatch(line -> line.contains("checkpoints 1 ")));
            proxy.cutAll();

            JsonNode json = demo.json();
            assertThat(demo.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(json.path("ok").asBoolean(true)).isFalse();
            assertThat(json.path("problem").asText())
                    .isEqualTo("Flink lost its connection to the market feed, and ticks with it.");
            assertThat(json.path("ticks_sent").asInt()).isPositive();
        }
    }

    private static TcpProxy proxy(int port) {
        try {
            return new TcpProxy("127.0.0.1", port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
