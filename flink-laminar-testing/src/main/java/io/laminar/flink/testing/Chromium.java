// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;

/**
 * A headless browser: Debian's packages chromium and chromium-driver. Who uses it declares
 * Selenium, too.
 *
 * <p>Threads: one at a time. Life cycle: {@link #close} ends the browser.
 */
public final class Chromium implements AutoCloseable {

    private static final String BROWSER = "/usr/bin/chromium";
    private static final String DRIVER = "/usr/bin/chromedriver";

    /** Part of the window's height, although headless. */
    private static final int TOOLBAR_HEIGHT = 143;

    private final ChromeDriver driver;

    /**
     * Starts it.
     *
     * @param userData an empty folder for its profile
     * @param width of the page, in pixels
     */
    public Chromium(Path userData, int width, int height) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--user-data-dir=" + userData,
                "--window-size=" + width + "," + (height + TOOLBAR_HEIGHT));
        options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
        driver =
                new ChromeDriver(
                        new ChromeDriverService.Builder()
                                .usingDriverExecutable(new File(DRIVER))
                                .usingAnyFreePort()
                                .build(),
                        options);
    }

    public void open(String address) {
        driver.get(address);
    }

    /** The value of an expression on the page. */
    public Object evaluate(String script) {
        return driver.executeScript("return " + script);
    }

    /** What the console has got since this was called last. */
    public List<String> console() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(LogEntry::toString)
                .toList();
    }

    /** Sets light or dark, as the user's system would. */
    public void prefer(String colourScheme) {
        Map<String, Object> feature = Map.of("name", "prefers-color-scheme", "value", colourScheme);
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
    }

    public void screenshot(Path file) throws IOException {
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
