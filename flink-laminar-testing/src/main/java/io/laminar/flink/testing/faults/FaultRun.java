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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One plan under way: does each fault when its moment has come. Not thread-safe. */
final class FaultRun {

    private static final Logger LOG = LoggerFactory.getLogger(FaultRun.class);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration SUCCESSOR_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RUNNING_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration NOTICE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int TASK_MANAGERS = 2;

    private final RunPlan plan;
    private final PostgresServer server;
    private final FlinkCluster cluster;
    private final PostgresFaultProxy proxy;
    private final FaultTrigger trigger;
    private final ExpectedRows expected;
    private final JobOfRun job;

    /** Faults that did not come to pass, most often since the job was all but over. */
    private final List<Fault> neverFired = new ArrayList<>();

    FaultRun(
            RunPlan plan,
            PostgresServer server,
            FlinkCluster cluster,
            PostgresFaultProxy proxy,
            FaultTrigger trigger,
            ExpectedRows expected,
            JobOfRun job) {
        this.plan = plan;
        this.server = server;
        this.cluster = cluster;
        this.proxy = proxy;
        this.trigger = trigger;
        this.expected = expected;
        this.job = job;
    }

    List<Fault> neverFired() {
        return neverFired;
    }

    void runToTheEnd() throws Exception {
        long deadline = System.nanoTime() + END_TIMEOUT.toNanos();
        job.start();
        try {
            while (!job.hasEnded() && System.nanoTime() < deadline) {
                FaultTrigger.Reached reached = trigger.poll(Duration.ofMillis(50));
                if (reached != null) {
                    LOG.info("{}: {} on {}", plan.name(), reached.fault(), reached.event());
                    letFail(reached);
                    trigger.next();
                }
            }
            // What is held now would keep the job from its end.
            neverFired.addAll(trigger.giveUp());
            job.awaitStatus(JobStatus.FINISHED);
        } catch (IllegalStateException e) {
            throw new IllegalStateException("The job did not finish: " + plan, e);
        } finally {
            job.end(proxy);
        }
    }

    private void letFail(FaultTrigger.Reached reached) throws Exception {
        CompletableFuture<WireEvent.Verdict> verdict = reached.verdict();
        Fault fault = reached.fault();
        if (fault.point() == FaultPoint.BETWEEN_COMMITS) {
            trigger.awaitOtherCommits(reached, STEP_TIMEOUT);
        }
        try {
            switch (fault.effect()) {
                case CUT_CONNECTION -> {
                    // Cut below.
                }
                case CUT_ALL -> proxy.cutAll();
                case CRASH_SERVER -> server.restart(PostgresServer.Shutdown.IMMEDIATE);
                case KILL_TASK_MANAGER -> killTaskManagers(fault);
                case ZOMBIE_TASK_MANAGER -> {
                    killTaskManagers(fault);
                    verdict.complete(WireEvent.Verdict.FORWARD);
                }
                case LATE_ZOMBIE_TASK_MANAGER -> {
                    boolean isStarting = cluster.completedCheckpoints(job.id()) == 0;
                    killTaskManagers(fault);
                    // A task that is held while it starts for the first time now and then keeps
                    // this cluster from starting its successor: the zombie is not a late one then.
                    if (!hasSuccessor() && !isStarting && !mayKeepSuccessorWaiting(reached)) {
                        // Perhaps the other one has the connection, and can't end its task.
                        replaceTaskManager();
                        if (!hasSuccessor()) {
                            neverFired.add(fault);
                        }
                    }
                    verdict.complete(WireEvent.Verdict.FORWARD);
                }
                case ABORT_CHECKPOINT -> {
                    if (!isCheckpointAborted()) {
                        neverFired.add(fault);
                    }
                    verdict.complete(WireEvent.Verdict.FORWARD);
                }
                case SAVEPOINT -> {
                    verdict.complete(WireEvent.Verdict.FORWARD);
                    if (untilTheEnd(() -> cluster.savepoint(job.id())).isEmpty()) {
                        neverFired.add(fault);
                    }
                }
                case SAVEPOINT_AND_RESTORE -> {
                    verdict.complete(WireEvent.Verdict.FORWARD);
                    stopAndRestore(fault);
                }
                case CANCEL_AND_RESTORE -> {
                    cancel(reached);
                    job.restart(job.latestCheckpoint());
                }
                case CANCEL_AND_RESTORE_OLDER -> {
                    if (job.olderCheckpoint().isEmpty()) {
                        trigger.postpone(reached);
                        return;
                    }
                    cancel(reached);
                    restoreOlder();
                }
                case CANCEL_AND_START_ANEW -> {
                    cancel(reached);
                    expected.repeatFrom(0);
                    job.restart(null);
                }
            }
        } finally {
            verdict.complete(cutOf(reached.event()));
        }
    }

    private static WireEvent.Verdict cutOf(WireEvent event) {
        return event.kind() == WireEvent.Kind.COPY_DATA
                ? WireEvent.Verdict.CUT_HALFWAY
                : WireEvent.Verdict.CUT;
    }

    private void cancel(FaultTrigger.Reached reached) throws Exception {
        job.cancel();
        reached.verdict().complete(cutOf(reached.event()));
        job.awaitStatus(JobStatus.CANCELED);
    }

    /**
     * Kills task managers until the job has lost one; its tasks may still hang in their calls then.
     */
    private void killTaskManagers(Fault fault) throws Exception {
        // While it starts, or starts again, it may not notice the loss.
        comesTrue(RUNNING_TIMEOUT, () -> job.status() == JobStatus.RUNNING || job.hasEnded());
        if (job.hasEnded()) {
            neverFired.add(fault);
            return;
        }
        long restartBefore = cluster.lastRestart(job.id());
        // After a restart the job may be where the oldest task manager is not.
        for (int kills = 0; kills < TASK_MANAGERS; kills++) {
            replaceTaskManager();
            if (comesTrue(NOTICE_TIMEOUT, () -> isHit(restartBefore))) {
                return;
            }
        }
        throw new IllegalStateException("The job runs on without its task managers: " + plan);
    }

    private void replaceTaskManager() throws Exception {
        CompletableFuture<Void> gone = cluster.replaceTaskManager();
        LOG.debug("Task manager is {}", gone);
    }

    /** The job may be running again by the time that one looks: its status alone won't do. */
    private boolean isHit(long restartBefore) throws Exception {
        return cluster.lastRestart(job.id()) != restartBefore || job.status() != JobStatus.RUNNING;
    }

    /** A commit that moves rows holds the lock on them that the successor's commit asks for. */
    private boolean mayKeepSuccessorWaiting(FaultTrigger.Reached reached) {
        return !plan.kind().isTwoPhase() && reached.isAmidCommit();
    }

    /** Waits until the successor works, or the job is over. */
    private boolean hasSuccessor() throws Exception {
        long before = cluster.completedCheckpoints(job.id());
        return comesTrue(
                SUCCESSOR_TIMEOUT,
                () -> cluster.completedCheckpoints(job.id()) > before || job.hasEnded());
    }

    private boolean isCheckpointAborted() throws Exception {
        long before = cluster.abortedCheckpoints(job.id());
        return comesTrue(ABORT_TIMEOUT, () -> cluster.abortedCheckpoints(job.id()) > before);
    }

    private static boolean comesTrue(Duration timeout, Callable<Boolean> condition)
            throws Exception {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (System.nanoTime() < deadline) {
            if (condition.call()) {
                return true;
            }
            Thread.sleep(PAUSE.toMillis());
        }
        return false;
    }

    private void restoreOlder() throws Exception {
        Path older = job.olderCheckpoint().orElseThrow();
        expected.repeatFrom(job.position(older));
        job.restart(older);
    }

    private void stopAndRestore(Fault fault) throws Exception {
        Optional<Path> savepoint = untilTheEnd(() -> cluster.stopWithSavepoint(job.id()));
        if (savepoint.isEmpty()) {
            neverFired.add(fault);
            return;
        }
        job.awaitStatus(JobStatus.FINISHED);
        job.restart(savepoint.get());
    }

    /** Tries to take a savepoint; empty if the job came to its end before. */
    private Optional<Path> untilTheEnd(Callable<CompletableFuture<Path>> savepoint)
            throws Exception {
        long deadline = System.nanoTime() + STEP_TIMEOUT.toNanos();
        while (true) {
            if (job.status() == JobStatus.FINISHED) {
                return Optional.empty();
            }
            try {
                return Optional.of(
                        savepoint.call().get(STEP_TIMEOUT.toSeconds(), TimeUnit.SECONDS));
            } catch (ExecutionException e) {
                // Not all tasks run yet, or some have ended: tried again until it is clear.
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LOG.debug("No savepoint of {} yet", job.id(), e);
                Thread.sleep(5 * PAUSE.toMillis());
            }
        }
    }
}
