// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import io.laminar.flink.testing.FlinkCluster;
import io.laminar.flink.testing.PostgresFaultProxy;
import io.laminar.flink.testing.PostgresServer;
import io.laminar.flink.testing.WireEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a sink through planned faults and counts what arrives.
 *
 * <p>Each run has a table, a proxy and a job of its own; server and cluster are shared. A fault is
 * done while the connection that reached its moment is held, so it hits exactly there.
 *
 * <p>Threads: one run at a time. Life cycle: owns nothing between runs.
 */
public final class FaultHarness {

    private static final Logger LOG = LoggerFactory.getLogger(FaultHarness.class);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration NOTICE_TIMEOUT = Duration.ofSeconds(2);
    private static final int TASK_MANAGERS = 2;
    private static final Set<JobStatus> ENDED =
            Set.of(JobStatus.FINISHED, JobStatus.FAILED, JobStatus.CANCELED);

    /** How many times the plan's rows a job may have. */
    private static final int LONGEST = 4;

    private final PostgresServer server;
    private final FlinkCluster cluster;
    private final SinkUnderTest sink;

    private int runs;

    /**
     * @param cluster needs two task managers, and slots for three subtasks while one is away
     */
    public FaultHarness(PostgresServer server, FlinkCluster cluster, SinkUnderTest sink) {
        this.server = server;
        this.cluster = cluster;
        this.sink = sink;
    }

    /**
     * Runs the plan to the end of the job and counts. A job that ended before all faults had come
     * to pass (on a busy machine fewer checkpoints fit into it) proves nothing: it is run again
     * with more rows, and the result says so if even the longest was too short.
     *
     * @throws IllegalStateException if the job fails for good or does not end
     */
    public RunResult run(RunPlan plan) throws Exception {
        RunResult result = runOnce(plan);
        for (int longer = 2; longer <= LONGEST && result.lacksFaultsOnly(); longer *= 2) {
            LOG.info("Too short, it is run again with more rows: {}", result);
            result = runOnce(plan.timesRows(longer));
        }
        return result;
    }

    private RunResult runOnce(RunPlan plan) throws Exception {
        String table = "run_" + ++runs;
        server.execute(
                String.format(
                        "DROP TABLE IF EXISTS %1$s;"
                                + " CREATE TABLE %1$s (id bigint NOT NULL, payload text)",
                        table));
        FaultTrigger trigger = new FaultTrigger(plan.faults());
        try (PostgresFaultProxy proxy = new PostgresFaultProxy(server)) {
            proxy.listen(trigger);
            Run run = new Run(plan, table, proxy, trigger);
            run.runToTheEnd();
            List<Fault> neverFired = new ArrayList<>(trigger.waiting());
            neverFired.addAll(run.tooLate);
            return RunResult.count(server, table, plan, neverFired);
        } finally {
            // The next run counts what it has left itself.
            rollBackWhatIsLeft();
        }
    }

    private void rollBackWhatIsLeft() throws Exception {
        for (List<?> row : server.query("SELECT gid FROM pg_prepared_xacts")) {
            server.execute("ROLLBACK PREPARED '" + row.get(0) + "'");
        }
    }

    /** One plan under way. */
    private final class Run {

        private final RunPlan plan;
        private final String table;
        private final PostgresFaultProxy proxy;
        private final FaultTrigger trigger;

        /** Faults whose moment came when the job was all but over. */
        private final List<Fault> tooLate = new ArrayList<>();

        private int parallelism;
        private JobID job;

        Run(RunPlan plan, String table, PostgresFaultProxy proxy, FaultTrigger trigger)
                throws Exception {
            this.plan = plan;
            this.table = table;
            this.proxy = proxy;
            this.trigger = trigger;
            this.parallelism = plan.parallelism();
            this.job = start(Optional.empty());
        }

        void runToTheEnd() throws Exception {
            long deadline = System.nanoTime() + END_TIMEOUT.toNanos();
            try {
                while (!ENDED.contains(cluster.status(job)) && System.nanoTime() < deadline) {
                    FaultTrigger.Reached reached = trigger.poll(Duration.ofMillis(50));
                    if (reached != null) {
                        LOG.info("{}: {} on {}", plan.name(), reached.fault(), reached.event());
                        letFail(reached);
                        trigger.next();
                    }
                }
                cluster.awaitStatus(job, Duration.ZERO, Set.of(JobStatus.FINISHED));
            } catch (IllegalStateException e) {
                throw new IllegalStateException("The job did not finish: " + plan, e);
            } finally {
                endJob();
            }
        }

        private void letFail(FaultTrigger.Reached reached) throws Exception {
            CompletableFuture<WireEvent.Verdict> verdict = reached.verdict();
            if (reached.fault().point() == FaultPoint.BETWEEN_COMMITS) {
                trigger.awaitOtherCommits(STEP_TIMEOUT);
            }
            try {
                switch (reached.fault().effect()) {
                    case CUT_CONNECTION -> {
                        // Cut below.
                    }
                    case CUT_ALL -> proxy.cutAll();
                    case CRASH_SERVER -> server.restart(PostgresServer.Shutdown.IMMEDIATE);
                    case KILL_TASK_MANAGER -> killTaskManagers();
                    case ZOMBIE_TASK_MANAGER -> {
                        killTaskManagers();
                        verdict.complete(WireEvent.Verdict.FORWARD);
                    }
                    case CANCEL_AND_RESTORE -> {
                        cluster.cancel(job);
                        verdict.complete(cutOf(reached.event()));
                        cluster.awaitStatus(job, STEP_TIMEOUT, Set.of(JobStatus.CANCELED));
                        restore(retainedCheckpoint());
                    }
                    case SAVEPOINT_AND_RESTORE -> {
                        verdict.complete(WireEvent.Verdict.FORWARD);
                        stopAndRestore(reached.fault());
                    }
                }
            } finally {
                verdict.complete(cutOf(reached.event()));
            }
        }

        private WireEvent.Verdict cutOf(WireEvent event) {
            return event.kind() == WireEvent.Kind.COPY_DATA
                    ? WireEvent.Verdict.CUT_HALFWAY
                    : WireEvent.Verdict.CUT;
        }

        /**
         * Kills task managers until the job has lost one; its tasks may still hang in their calls
         * then.
         */
        private void killTaskManagers() throws Exception {
            long restartBefore = cluster.lastRestart(job);
            // After a restart the job may be where the oldest task manager is not.
            for (int kills = 0; kills < TASK_MANAGERS; kills++) {
                CompletableFuture<Void> gone = cluster.replaceTaskManager();
                LOG.debug("Task manager is {}", gone);
                if (isHit(restartBefore)) {
                    return;
                }
            }
            throw new IllegalStateException("The job runs on without its task managers: " + plan);
        }

        /** The job may be running again by the time that one looks: its status alone won't do. */
        private boolean isHit(long restartBefore) throws Exception {
            long deadline = System.nanoTime() + NOTICE_TIMEOUT.toNanos();
            while (System.nanoTime() < deadline) {
                if (cluster.lastRestart(job) != restartBefore
                        || cluster.status(job) != JobStatus.RUNNING) {
                    return true;
                }
                Thread.sleep(10);
            }
            return false;
        }

        /** None is right only for a job that has committed nothing. */
        private Optional<Path> retainedCheckpoint() throws Exception {
            Optional<Path> checkpoint = cluster.latestCheckpoint(job);
            if (checkpoint.isEmpty() && server.queryLong("SELECT count(*) FROM " + table) > 0) {
                throw new IllegalStateException("No checkpoint was retained: " + plan);
            }
            return checkpoint;
        }

        private void stopAndRestore(Fault fault) throws Exception {
            Optional<Path> savepoint = stop();
            if (savepoint.isEmpty()) {
                tooLate.add(fault);
                return;
            }
            cluster.awaitStatus(job, STEP_TIMEOUT, Set.of(JobStatus.FINISHED));
            restore(savepoint);
        }

        /** Empty if the job came to its end before. */
        private Optional<Path> stop() throws Exception {
            long deadline = System.nanoTime() + STEP_TIMEOUT.toNanos();
            while (true) {
                if (cluster.status(job) == JobStatus.FINISHED) {
                    return Optional.empty();
                }
                try {
                    return Optional.of(
                            cluster.stopWithSavepoint(job)
                                    .get(STEP_TIMEOUT.toSeconds(), TimeUnit.SECONDS));
                } catch (ExecutionException e) {
                    // Not all tasks run yet, or some have ended: tried again until it is clear.
                    if (System.nanoTime() > deadline) {
                        throw e;
                    }
                    LOG.debug("No savepoint of {} yet", job, e);
                    Thread.sleep(50);
                }
            }
        }

        private void restore(Optional<Path> snapshot) throws Exception {
            parallelism = plan.restoredParallelism();
            job = start(snapshot);
        }

        private JobID start(Optional<Path> snapshot) throws Exception {
            var environment =
                    CountingJob.create(
                            cluster,
                            plan,
                            parallelism,
                            sink,
                            server.uri(proxy.port(), "postgres"),
                            table);
            return snapshot.isPresent()
                    ? cluster.restore(environment, snapshot.get())
                    : cluster.submit(environment);
        }

        /** A run that went wrong must not disturb the next one. */
        private void endJob() throws Exception {
            if (!ENDED.contains(cluster.status(job))) {
                cluster.cancel(job);
                proxy.cutAll();
                cluster.awaitStatus(job, STEP_TIMEOUT, ENDED);
            }
        }
    }
}
