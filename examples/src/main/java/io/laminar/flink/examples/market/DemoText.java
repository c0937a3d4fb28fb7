// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/** The demo's lines for people. */
final class DemoText {

    private DemoText() {}

    static String address(URI page) {
        return "The live page: " + page;
    }

    /**
     * One line of progress.
     *
     * @param running since the demo's pipeline started
     * @param before the figures one line earlier, for the rate
     * @param between time between the two
     */
    static String progress(
            Duration running, DemoFigures figures, DemoFigures before, Duration between) {
        return String.format(
                Locale.ROOT,
                "%3d s  sent %,d (%,d/s)  received %,d (%,d/s)  in PostgreSQL %,d  windows %,d "
                        + " checkpoints %,d  page messages %,d",
                running.toSeconds(),
                figures.ticksSent(),
                perSecond(figures.ticksSent() - before.ticksSent(), between),
                figures.ticksReceived(),
                perSecond(figures.ticksReceived() - before.ticksReceived(), between),
                figures.ticksInPostgres(),
                figures.windows(),
                figures.checkpoints(),
                figures.pageMessages());
    }

    private static long perSecond(long count, Duration time) {
        return Math.max(0, count) * 1000 / Math.max(1, time.toMillis());
    }

    static String summary(DemoOutcome outcome) {
        DemoFigures figures = outcome.figures();
        return String.format(
                Locale.ROOT,
                """

                Ticks sent by the feed               %,14d
                Ticks received by Flink              %,14d
                Ticks in the windows in PostgreSQL   %,14d
                Windows (candles)                    %,14d
                Checkpoints                          %,14d
                Page messages                        %,14d

                %s""",
                figures.ticksSent(),
                figures.ticksReceived(),
                figures.ticksInPostgres(),
                figures.windows(),
                figures.checkpoints(),
                figures.pageMessages(),
                outcome.isOk()
                        ? "OK: every tick was counted exactly once."
                        : "NOT OK: " + outcome.problem());
    }
}
