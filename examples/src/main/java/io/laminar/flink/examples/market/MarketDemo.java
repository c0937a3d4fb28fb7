// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import io.laminar.flink.sql.runner.FlinkTarget;
import io.laminar.flink.sql.runner.RunningJob;
import io.laminar.flink.sql.runner.ScriptRunner;
import io.laminar.flink.sql.runner.SqlScript;
import io.laminar.flink.testing.FreePorts;
import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.FileUtils;

/**
 * Runs the market pipeline on real servers in this process, and counts ticks at each of its ends.
 *
 * <p>When the feed has ended and Flink's source has passed on every tick, the job is stopped with a
 * drain, so that all windows close and the last transaction commits; only then the final figures
 * are read. Everything that it starts ends, and every file goes, when {@link #run} returns or its
 * thread is interrupted.
 *
 * <p>Threads: {@link #run} in one thread, {@link #status} from any.
 */
final class MarketDemo {

    /** How long nothing may move before the demo gives up. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LAST_MESSAGES_TIMEOUT = Duration.ofSeconds(5);

    private final FeedPlan plan;
    private final IntUnaryOperator feedRoute;
    private final PrintWriter progress;

    private volatile DemoStatus status = DemoStatus.STARTING;

    /**
     * @param feedRoute the port where Flink reaches the feed, given the feed's own: the same, or in
     *     tests that of a proxy
     * @param progress for one line a second
     */
    MarketDemo(FeedPlan plan, IntUnaryOperator feedRoute, PrintWriter progress) {
        this.plan = plan;
        this.feedRoute = feedRoute;
        this.progress = progress;
    }

    DemoStatus status() {
        return status;
    }

    /**
     * Runs to the end.
     *
     * @return the final figures, or those so far and what went wrong
     * @throws InterruptedException if the thread is interrupted; everything is closed by then
     */
    DemoOutcome run() throws InterruptedException {
        DemoOutcome outcome;
        try {
            outcome = DemoOutcome.of(runPipeline());
        } catch (DemoException | IOException | SQLException | RuntimeException e) {
            String message = e.getMessage();
            outcome = new DemoOutcome(status.figures(), message == null ? e.toString() : message);
        }
        status =
                new DemoStatus(
                        outcome.isOk() ? DemoStage.FINISHED : DemoStage.FAILED,
                        status.time(),
                        status.livePort(),
                        outcome.figures());
        return outcome;
    }

    private DemoFigures runPipeline()
            throws DemoException, IOException, SQLException, InterruptedException {
        Path savepoints = Files.createTempDirectory("laminar-demo-");
        try (PostgresServer postgres = PostgresServer.start();
                MarketFeed feed = MarketFeed.start(plan, Clock.systemUTC());
                FlinkTarget flink = FlinkTarget.embedded(new Configuration())) {
            try {
                return runJob(postgres, feed, flink, savepoints);
            } catch (IOException | RuntimeException e) {
                // Flink's client reports an interruption in its own words. The flag must be down
                // before the servers are closed: they wait for their ends.
                if (Thread.interrupted()) {
                    InterruptedException interrupted = new InterruptedException();
                    interrupted.initCause(e);
                    throw interrupted;
                }
                throw e;
            }
        } finally {
            FileUtils.deleteDirectoryQuietly(savepoints.toFile());
        }
    }

    private DemoFigures runJob(
            PostgresServer postgres, MarketFeed feed, FlinkTarget flink, Path savepoints)
            throws DemoException, IOException, SQLException, InterruptedException {
        postgres.execute(MarketScripts.schema());
        int livePort = FreePorts.first(1);
        // Without a password: the server trusts, and a connector would warn of one in plain text.
        String database =
                "postgresql://" + postgres.user() + "@127.0.0.1:" + postgres.port() + "/postgres";
        SqlScript script =
                MarketScripts.pipeline(feedRoute.applyAsInt(feed.port()), database, livePort);
        try (RunningJob job = new ScriptRunner(flink, progress).run(script).orElseThrow()) {
            LiveSubscriber live =
                    new LiveSubscriber(URI.create("ws://127.0.0.1:" + livePort + "/"));
            DemoCounts counts = new DemoCounts(feed, job, postgres, live);
            watch(counts, feed, job, live, livePort);
            long received = status.figures().ticksReceived();
            job.stopWithDrain(savepoints.toUri().toString());
            JobStatus end = job.awaitTermination();
            if (end != JobStatus.FINISHED) {
                throw new DemoException(DemoErrors.jobEnded(end, cause(job)));
            }
            live.awaitEnd(LAST_MESSAGES_TIMEOUT);
            return counts.readAfterEnd(received);
        }
    }

    /** Reports each second, until the feed has ended and Flink has every tick. */
    private void watch(
            DemoCounts counts, MarketFeed feed, RunningJob job, LiveSubscriber live, int livePort)
            throws DemoException, IOException, SQLException, InterruptedException {
        long begin = System.nanoTime();
        long lastNanos = begin;
        long movedNanos = begin;
        DemoFigures last = DemoFigures.NONE;
        for (long second = 1; ; second++) {
            long due = begin + TimeUnit.SECONDS.toNanos(second);
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            live.connectOnce();
            MarketFeed.State feedState = feed.state();
            JobStatus jobStatus = job.status();
            if (jobStatus.isGloballyTerminalState()) {
                throw new DemoException(DemoErrors.jobEnded(jobStatus, cause(job)));
            }
            DemoFigures figures = counts.read();
            long now = System.nanoTime();
            status =
                    new DemoStatus(
                            stage(feedState),
                            Duration.ofNanos(now - begin),
                            live.hasConnected() ? livePort : 0,
                            figures);
            progress.println(
                    DemoText.progress(
                            Duration.ofNanos(now - begin),
                            figures,
                            last,
                            Duration.ofNanos(now - lastNanos)));
            progress.flush();
            if (feedState == MarketFeed.State.BROKEN) {
                throw new DemoException(DemoErrors.FEED_BROKEN);
            }
            if (feedState == MarketFeed.State.ENDED
                    && figures.ticksReceived() >= figures.ticksSent()) {
                return;
            }
            if (figures.ticksSent() != last.ticksSent()
                    || figures.ticksReceived() != last.ticksReceived()) {
                movedNanos = now;
            } else if (now - movedNanos > PATIENCE.toNanos()) {
                throw new DemoException(DemoErrors.stalled(PATIENCE, figures));
            }
            last = figures;
            lastNanos = now;
        }
    }

    private static DemoStage stage(MarketFeed.State feed) {
        return switch (feed) {
            case WAITING -> DemoStage.STARTING;
            case SENDING -> DemoStage.RUNNING;
            case ENDED, BROKEN -> DemoStage.DRAINING;
        };
    }

    private static String cause(RunningJob job) throws IOException {
        return job.failure().orElse("Flink does not say why.");
    }
}
