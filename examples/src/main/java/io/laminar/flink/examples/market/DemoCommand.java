// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import io.laminar.flink.sql.cli.ExitCode;
import io.laminar.flink.sql.cli.LaminarSubcommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntUnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code laminar demo}: a market feed, the pipeline, PostgreSQL and a live page, all in this
 * process. Exit code 0 only if every tick was counted exactly once.
 */
@Command(
        name = "demo",
        description = {
            "Shows a pipeline at work: a synthetic market feed (WebSocket) becomes one-second"
                    + " candles in PostgreSQL, exactly once, and on a live page.",
            "Brings its own PostgreSQL and needs nothing else."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class DemoCommand implements LaminarSubcommand {

    @Spec private CommandSpec spec;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long the feed sends (default ${DEFAULT-VALUE}).")
    private int seconds = 30;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Ticks a second (default ${DEFAULT-VALUE}).")
    private int rate = 4000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed gives the same prices (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Of the page, on 127.0.0.1 (default 0: any free one).")
    private int port;

    @Option(
            names = "--json",
            description =
                    "The summary as one JSON object on the last line; progress on the error"
                            + " output.")
    private boolean json;

    @Option(names = "--keep-open", description = "Serve the page after the end, until Ctrl-C.")
    private boolean keepOpen;

    private final IntUnaryOperator feedRoute;

    /** For the {@code laminar} command. */
    public DemoCommand() {
        this(IntUnaryOperator.identity());
    }

    /**
     * @param feedRoute as {@link MarketDemo} takes it
     */
    DemoCommand(IntUnaryOperator feedRoute) {
        this.feedRoute = feedRoute;
    }

    @Override
    public Integer call() throws IOException, DemoException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = json ? spec.commandLine().getErr() : out;
        DemoSettings settings = settings();
        MarketDemo demo = new MarketDemo(settings.feed(), feedRoute, progress);
        try (EndOnSignal signals = new EndOnSignal();
                PageServer page = PageServer.start(settings.pagePort(), demo::status)) {
            progress.println(DemoText.address(page.uri()));
            progress.flush();
            DemoOutcome outcome = demo.run();
            out.println(json ? DemoJson.outcome(outcome) : DemoText.summary(outcome));
            out.flush();
            if (keepOpen) {
                progress.println(DemoText.address(page.uri()) + " (until Ctrl-C)");
                new CountDownLatch(1).await();
            }
            return outcome.isOk() ? ExitCode.OK : ExitCode.FAILED;
        } catch (InterruptedException ctrlC) {
            progress.println("Stopped before the end.");
            return ExitCode.FAILED;
        }
    }

    private DemoSettings settings() {
        try {
            return new DemoSettings(new FeedPlan(seed, rate, Duration.ofSeconds(seconds)), port);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
