// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.cli;

import io.laminar.flink.sql.runner.JobRestart;
import io.laminar.flink.sql.runner.OperatorRecords;
import io.laminar.flink.sql.runner.RunningJob;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.JobStatus;

/** Watches a job until it ends or the user stops it. */
final class JobWatch {

    /** How soon the end of a job and a wish to stop are noticed. */
    private static final long POLL_MILLIS = 200;

    /** Flink fetches counters anew only when someone asks: who asks seldom gets old ones. */
    private static final long SAMPLE_MILLIS = 1000;

    private final RunningJob job;
    private final String command;
    private final Progress progress;
    private final StopRequest stop;
    private final long startNanos = System.nanoTime();

    private JobSnapshot last;
    private Instant lastRestartSaid = Instant.EPOCH;

    /**
     * @param command the command line that started the job, for telling how to go on from a
     *     savepoint
     */
    JobWatch(RunningJob job, String command, Progress progress, StopRequest stop) {
        this.job = job;
        this.command = command;
        this.progress = progress;
        this.stop = stop;
        this.last =
                new JobSnapshot(
                        job.jobId().toHexString(),
                        JobStatus.INITIALIZING,
                        Duration.ZERO,
                        0,
                        0,
                        0,
                        0,
                        0);
    }

    /** Returns the exit code. */
    int untilEnd() throws IOException, InterruptedException {
        long nextSample = SAMPLE_MILLIS;
        long nextReport = progress.intervalMillis();
        JobStatus status = job.status();
        while (!status.isGloballyTerminalState()) {
            if (stop.await(POLL_MILLIS)) {
                return stop();
            }
            status = job.status();
            if (running().toMillis() >= nextSample && !status.isGloballyTerminalState()) {
                nextSample += SAMPLE_MILLIS;
                JobSnapshot now = snapshot(status);
                if (running().toMillis() >= nextReport) {
                    nextReport += progress.intervalMillis();
                    sayNewRestarts(job.restarts());
                    progress.report(now);
                    last = now;
                }
            }
        }
        return end(status);
    }

    private int end(JobStatus status) throws IOException {
        last = snapshot(status);
        String after = " after " + running().toSeconds() + " s.";
        if (status != JobStatus.FAILED) {
            progress.end(last, (status == JobStatus.FINISHED ? "Finished" : "Cancelled") + after);
            return ExitCode.OK;
        }
        List<JobRestart> failures = job.restarts();
        // The last one is what it did not start again after.
        sayNewRestarts(failures.subList(0, Math.max(0, failures.size() - 1)));
        progress.end(last, "The job failed: " + job.failure().orElse("Flink does not say why."));
        return ExitCode.FAILED;
    }

    private int stop() throws IOException {
        Optional<String> directory = job.durableDirectory();
        String sentence;
        if (directory.isPresent()) {
            progress.say("Stopping with a savepoint …");
            String savepoint;
            try {
                savepoint = job.stopWithSavepoint(directory.get());
            } catch (IOException e) {
                // Cancelled, the job would lose its state: that is for the user to decide.
                progress.end(last, noSavepoint(e));
                return ExitCode.FAILED;
            }
            sentence =
                    String.format(
                            "Stopped with the savepoint %s%nTo go on: %s --savepoint %s",
                            savepoint, command, savepoint);
        } else {
            job.cancel();
            sentence =
                    "Cancelled, without a savepoint: no 'execution.checkpointing.savepoint-dir' or"
                            + " 'execution.checkpointing.dir' is set.";
        }
        JobStatus status = job.awaitTermination();
        last = snapshot(status);
        progress.end(last, sentence);
        return ExitCode.OK;
    }

    private String noSavepoint(IOException e) {
        return String.format(
                "The savepoint failed, so the job was not stopped. %s%nOn a cluster it still runs, as"
                        + " job %s; an embedded Flink ends now.",
                e.getMessage(), job.jobId());
    }

    private void sayNewRestarts(List<JobRestart> restarts) {
        for (JobRestart restart : restarts) {
            if (restart.time().isAfter(lastRestartSaid)) {
                lastRestartSaid = restart.time();
                progress.say("The job failed and starts again: " + restart.cause());
            }
        }
    }

    private JobSnapshot snapshot(JobStatus status) throws IOException {
        List<OperatorRecords> operators = job.operators();
        long in =
                operators.stream()
                        .filter(operator -> operator.role() == OperatorRecords.Role.SOURCE)
                        .mapToLong(OperatorRecords::recordsOut)
                        .sum();
        long out =
                operators.stream()
                        .filter(operator -> operator.role() == OperatorRecords.Role.SINK)
                        .mapToLong(OperatorRecords::recordsIn)
                        .sum();
        return last.next(status, running(), in, out, job.completedCheckpoints());
    }

    private Duration running() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
