// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import java.time.Duration;
import java.util.Locale;
import org.apache.flink.api.common.JobStatus;

/** What the demo tells its user when something is wrong. */
final class DemoErrors {

    static final String FEED_BROKEN =
            "Flink lost its connection to the market feed, and ticks with it.";

    private DemoErrors() {}

    static String rateOutOfRange(int ticksPerSecond) {
        return String.format(
                Locale.ROOT,
                "--rate must be from 1 to %,d ticks a second, but was %,d.",
                FeedPlan.MAX_TICKS_PER_SECOND,
                ticksPerSecond);
    }

    static String tooShort(long seconds) {
        return String.format(Locale.ROOT, "--seconds must be at least 1, but was %d.", seconds);
    }

    static String portOutOfRange(int port) {
        return String.format(
                Locale.ROOT, "--port must be from 0 (any free one) to 65535, but was %d.", port);
    }

    static String portNotUsable(int port, String cause) {
        return String.format(
                Locale.ROOT,
                "The page can't listen on 127.0.0.1:%d: %s. Stop what uses the port, or leave --port"
                        + " out for any free one.",
                port,
                cause);
    }

    static String jobEnded(JobStatus status, String cause) {
        return String.format(Locale.ROOT, "The Flink job ended too early (%s): %s", status, cause);
    }

    static String stalled(Duration patience, DemoFigures figures) {
        return String.format(
                Locale.ROOT,
                "Nothing has moved for %d s: the feed has sent %,d ticks, Flink has received %,d.",
                patience.toSeconds(),
                figures.ticksSent(),
                figures.ticksReceived());
    }

    static String notEqual(DemoFigures figures) {
        return String.format(
                Locale.ROOT,
                "The feed sent %,d ticks, Flink received %,d, and %,d are in PostgreSQL: these should"
                        + " be equal, and more than none.",
                figures.ticksSent(),
                figures.ticksReceived(),
                figures.ticksInPostgres());
    }

    static String addressNotOnce(String script, String address) {
        return String.format(
                Locale.ROOT,
                "%s must have %s exactly once, for the demo to put its own address there.",
                script,
                address);
    }

    static String noResource(String name) {
        return String.format(Locale.ROOT, "The examples' jar has no %s: build it anew.", name);
    }
}
