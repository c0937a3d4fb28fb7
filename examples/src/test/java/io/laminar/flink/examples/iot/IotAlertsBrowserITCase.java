// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.iot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.sql.runner.FlinkTarget;
import io.laminar.flink.sql.runner.RunningJob;
import io.laminar.flink.sql.runner.ScriptRunner;
import io.laminar.flink.sql.runner.SqlScript;
import io.laminar.flink.testing.Chromium;
import io.laminar.flink.testing.FreePorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script and the page as they lie there; only the ports are those of the test. */
@Timeout(240)
final class IotAlertsBrowserITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path FOLDER = Path.of("iot-alerts");

    @TempDir Path userData;

    @Test
    void devicesPushAndThePageWatchesTheAlerts() throws Exception {
        try (FlinkTarget flink = FlinkTarget.embedded(new Configuration());
                Chromium browser = new Chromium(userData, 1000, 620)) {
            Ports ports = Ports.free();
            browser.open(page(ports));
            // The page came first: it tries until the pipeline is there.
            awaitText(browser, "watching", "Is the pipeline running?");

            try (RunningJob job = run(flink, ports)) {
                awaitText(browser, "pushing", "4 connected");
                awaitText(browser, "watching", "Live");
                setTemperature(browser, "press", 100);
                awaitCount(browser, "#alerts li", 3);
                assertThat(texts(browser, "#alerts li :first-child")).containsOnly("press");
                assertThat(texts(browser, "#devices li.hot span")).containsExactly("press");
                browser.prefer("dark");
                browser.screenshot(Path.of("target/iot-alerts-page-dark.png"));
                browser.prefer("light");
                browser.screenshot(Path.of("target/iot-alerts-page.png"));

                subscribe(browser, "celsius >");
                await().atMost(PATIENCE)
                        .until(() -> text(browser, "answer").startsWith("At character"));
                subscribe(browser, "device = 'pump' OR celsius > 110");
                awaitText(browser, "answer", "Alerts of this filter from here on.");
                browser.evaluate("document.getElementById('alerts').replaceChildren()");
                setTemperature(browser, "pump", 90);
                awaitCount(browser, "#alerts li", 2);
                assertThat(texts(browser, "#alerts li :first-child")).containsOnly("pump");

                setTemperature(browser, "pump", 40);
                setTemperature(browser, "press", 40);
                awaitCount(browser, "#devices li:not(.hot)", 4);
                job.cancel();
            }
            awaitText(browser, "watching", "Is the pipeline running?");
        }
    }

    private static RunningJob run(FlinkTarget flink, Ports ports) throws Exception {
        String script = Files.readString(FOLDER.resolve("pipeline.sql"));
        assertThat(script).contains("'127.0.0.1:9300'", "'127.0.0.1:9301'");
        return new ScriptRunner(flink, new PrintWriter(new StringWriter()))
                .run(
                        SqlScript.parse(
                                script.replace("9300", "" + ports.readings())
                                        .replace("9301", "" + ports.alerts()),
                                "pipeline.sql"))
                .orElseThrow();
    }

    private static String page(Ports ports) {
        return FOLDER.resolve("index.html").toUri()
                + "?readings="
                + ports.readings()
                + "&alerts="
                + ports.alerts();
    }

    private static void setTemperature(Chromium browser, String device, int celsius) {
        browser.evaluate(
                "document.querySelector('[aria-label=\"Temperature of "
                        + device
                        + "\"]').value = "
                        + celsius);
    }

    private static void subscribe(Chromium browser, String filter) {
        browser.evaluate(
                "(document.querySelector('#filter input').value = \""
                        + filter
                        + "\", document.querySelector('#filter').requestSubmit())");
    }

    private static void awaitText(Chromium browser, String id, String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text(browser, id)).isEqualTo(text));
    }

    private static void awaitCount(Chromium browser, String selector, int count) {
        await().atMost(PATIENCE).until(() -> texts(browser, selector).size() >= count);
    }

    private static String text(Chromium browser, String id) {
        return texts(browser, "#" + id).get(0);
    }

    private static List<String> texts(Chromium browser, String selector) {
        Object texts =
                browser.evaluate(
                        "[...document.querySelectorAll('"
                                + selector
                                + "')].map(e => e.textContent)");
        return ((List<?>) texts).stream().map(String::valueOf).toList();
    }

    private record Ports(int readings, int alerts) {

        static Ports free() throws IOException {
            int first = FreePorts.first(2);
            return new Ports(first, first + 1);
        }
    }
}
