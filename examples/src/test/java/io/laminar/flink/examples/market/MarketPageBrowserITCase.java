// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laminar.flink.sql.cli.ExitCode;
import io.laminar.flink.testing.Chromium;
import io.laminar.flink.testing.TcpProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
final class MarketPageBrowserITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SYMBOLS = SyntheticMarket.SYMBOLS.size();

    /**
     * Candles of the symbol that has the fewest, over all charts; 0 before all charts are there.
     */
    private static final String FEWEST =
            "(c => c.length < 8 ? 0 : Math.min(...c.map(x => +x.dataset.candles)))"
                    + "([...document.querySelectorAll('canvas')])";

    private static final String MOST =
            "Math.max(0, ...[...document.querySelectorAll('canvas')].map(x => +x.dataset.candles))";

    /** Charts on which something is drawn. */
    private static final String DRAWN =
            "[...document.querySelectorAll('canvas')].filter(c => c.width > 0 &&"
                    + " c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v))"
                    + ".length";

    private static final String CONNECTIONS =
            "+(document.getElementById('connection').dataset.connections ?? 0)";

    @TempDir Path userData;

    @Test
    void drawsCandlesAndComesBackAfterItsConnectionDropped() throws Exception {
        DemoRun demo = DemoRun.start(IntUnaryOperator.identity(), 30);
        await().atMost(PATIENCE).until(() -> demo.page().isPresent());
        URI page = demo.page().orElseThrow();
        try (Chromium browser = new Chromium(userData, 1200, 740);
                TcpProxy proxy = new TcpProxy("127.0.0.1", livePort(page))) {
            browser.open(page + "?live=" + proxy.port());
            await().atMost(PATIENCE).until(() -> number(browser, FEWEST) >= 3);
            await().until(() -> number(browser, DRAWN) == SYMBOLS);
            assertThat(number(browser, CONNECTIONS)).isEqualTo(1);
            assertThat(text(browser, "connection")).isEqualTo("Live");

            proxy.cutAll();

            await().atMost(PATIENCE).until(() -> number(browser, CONNECTIONS) == 2);
            long before = number(browser, MOST);
            await().atMost(PATIENCE).until(() -> number(browser, FEWEST) >= before + 3);
            assertThat(text(browser, "connection")).isEqualTo("Live");
            browser.prefer("dark");
            browser.screenshot(Path.of("target/market-page-dark.png"));
            browser.prefer("light");
            browser.screenshot(Path.of("target/market-page.png"));

            assertThat(browser.console()).isEmpty();

            JsonNode json = demo.json();
            assertThat(demo.exitCode()).as("%s", json).isEqualTo(ExitCode.OK);
            // The replay after the second connection has doubled no candle.
            assertThat(number(browser, MOST) * SYMBOLS)
                    .isEqualTo(number(browser, FEWEST) * SYMBOLS)
                    .isLessThanOrEqualTo(json.path("windows").asLong());
        }
    }

    /** Waits until the pipeline's WebSocket is there. */
    private static int livePort(URI page) {
        return await().atMost(PATIENCE)
                .until(
                        () ->
                                new ObjectMapper()
                                        .readTree(page.resolve("status").toURL())
                                        .path("live_port")
                                        .asInt(),
                        port -> port > 0);
    }

    private static long number(Chromium browser, String script) {
        return ((Number) browser.evaluate(script)).longValue();
    }

    private static String text(Chromium browser, String id) {
        return (String) browser.evaluate("document.getElementById('" + id + "').textContent");
    }
}
