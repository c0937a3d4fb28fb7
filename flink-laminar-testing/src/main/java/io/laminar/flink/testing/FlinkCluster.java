// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsCounts;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * A Flink cluster in this JVM whose task managers can be killed, with checkpoints and savepoints in
 * a folder of its own.
 *
 * <p>Jobs restart for ever, 100 ms after a failure. Threads: all methods from any thread, {@link
 * #replaceTaskManager()} one at a time.
 */
public final class FlinkCluster implements AutoCloseable {

    /** Restored from an older one, a job repeats what later ones committed. */
    private static final int RETAINED_CHECKPOINTS = 4;

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final MiniCluster cluster;
    private final Path folder;
    private int oldestTaskManager;

    private FlinkCluster(MiniCluster cluster, Path folder) {
        this.cluster = cluster;
        this.folder = folder;
    }

    /** Starts a cluster; jobs need one slot a subtask. */
    public static FlinkCluster start(int taskManagers, int slotsEach) throws Exception {
        Path folder = Files.createTempDirectory("laminar-flink");
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration(folder))
                                .setNumTaskManagers(taskManagers)
                                .setNumSlotsPerTaskManager(slotsEach)
                                // One that is killed must not take the others' network along.
                                .setRpcServiceSharing(RpcServiceSharing.DEDICATED)
                                .withRandomPorts()
                                .build());
        cluster.start();
        return new FlinkCluster(cluster, folder);
    }

    private static Configuration configuration(Path folder) {
        Configuration configuration = new Configuration();
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        configuration.set(
                CheckpointingOptions.SAVEPOINT_DIRECTORY,
                folder.resolve("savepoints").toUri().toString());
        configuration.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, RETAINED_CHECKPOINTS);
        // A job with fewer subtasks than slots uses all task managers, so that a kill hits it.
        configuration.set(
                TaskManagerOptions.TASK_MANAGER_LOAD_BALANCE_MODE,
                TaskManagerOptions.TaskManagerLoadBalanceMode.SLOTS);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
        return configuration;
    }

    /**
     * Where a job for this cluster is put together; it keeps its last checkpoint when it is
     * cancelled.
     */
    public StreamExecutionEnvironment environment() {
        // The cluster's own configuration does not reach this setting: it belongs to the job.
        Configuration configuration = new Configuration();
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    }

    /** Starts the job that was put together in {@code environment}, from nothing. */
    public JobID submit(StreamExecutionEnvironment environment) throws Exception {
        return submit(environment.getStreamGraph().getJobGraph());
    }

    /** Starts the job from a checkpoint or savepoint. */
    public JobID restore(StreamExecutionEnvironment environment, Path snapshot) throws Exception {
        JobGraph job = environment.getStreamGraph().getJobGraph();
        job.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(snapshot.toString()));
        return submit(job);
    }

    private JobID submit(JobGraph job) throws Exception {
        cluster.submitJob(job).get();
        return job.getJobID();
    }

    public JobStatus status(JobID job) throws Exception {
        return cluster.getJobStatus(job).get();
    }

    /**
     * Returns as soon as the job is in one of these states.
     *
     * @throws IllegalStateException if it ends in another one, or the time is over; the cause is
     *     the job's last failure
     */
    public JobStatus awaitStatus(JobID job, Duration timeout, Set<JobStatus> wanted)
            throws Exception {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            JobStatus status = status(job);
            if (wanted.contains(status)) {
                return status;
            }
            if (status.isGloballyTerminalState() || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "Job " + job + " is " + status + ", but should be one of " + wanted,
                        failure(job));
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** When the job was last restarted after a failure, in milliseconds; 0 for never. */
    public long lastRestart(JobID job) throws Exception {
        return cluster.getExecutionGraph(job).get().getStatusTimestamp(JobStatus.RESTARTING);
    }

    /** The job's last failure, or null. */
    private @Nullable Throwable failure(JobID job) throws Exception {
        var info = cluster.getExecutionGraph(job).get().getFailureInfo();
        return info == null ? null : info.getException();
    }

    /** Asks the job to end; {@link #awaitStatus} tells when it has. */
    public void cancel(JobID job) throws Exception {
        cluster.cancelJob(job).get();
    }

    /** Takes a savepoint, and ends the job when it is complete and committed. */
    public CompletableFuture<Path> stopWithSavepoint(JobID job) {
        return cluster.stopWithSavepoint(
                        job,
                        savepointFolder(),
                        /* terminate= */ false,
                        SavepointFormatType.CANONICAL)
                .thenApply(uri -> Path.of(URI.create(uri)));
    }

    /** Takes a savepoint while the job goes on. */
    public CompletableFuture<Path> savepoint(JobID job) {
        return cluster.triggerSavepoint(
                        job,
                        savepointFolder(),
                        /* cancelJob= */ false,
                        SavepointFormatType.CANONICAL)
                .thenApply(uri -> Path.of(URI.create(uri)));
    }

    private String savepointFolder() {
        return folder.resolve("savepoints").toUri().toString();
    }

    /** The job's complete checkpoints that are still on disk, the oldest first. */
    public List<Path> checkpoints(JobID job) throws IOException {
        Path own = folder.resolve("checkpoints").resolve(job.toString());
        if (!Files.isDirectory(own)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(own)) {
            List<Path> complete =
                    files.filter(file -> Files.exists(file.resolve("_metadata"))).toList();
            return complete.stream()
                    .sorted(Comparator.comparingLong(FlinkCluster::checkpointId))
                    .toList();
        }
    }

    /** The number that the job gave one of its {@link #checkpoints}. */
    public static long checkpointId(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring("chk-".length()));
    }

    /** Savepoints count, too. */
    public long completedCheckpoints(JobID job) throws Exception {
        return checkpointCounts(job).getNumberOfCompletedCheckpoints();
    }

    /** How many were given up, be it for a failure or since they took too long. */
    public long abortedCheckpoints(JobID job) throws Exception {
        return checkpointCounts(job).getNumberOfFailedCheckpoints();
    }

    private CheckpointStatsCounts checkpointCounts(JobID job) throws Exception {
        CheckpointStatsSnapshot snapshot =
                cluster.getExecutionGraph(job).get().getCheckpointStatsSnapshot();
        if (snapshot == null) {
            throw new IllegalStateException("Job " + job + " takes no checkpoints.");
        }
        return snapshot.getCounts();
    }

    /**
     * Kills the task manager that has run longest and starts a new one; its tasks fail at once.
     *
     * @return done when the old one is gone, which can last as long as a task hangs in a call
     */
    public CompletableFuture<Void> replaceTaskManager() throws Exception {
        CompletableFuture<Void> gone = cluster.terminateTaskManager(oldestTaskManager++);
        cluster.startTaskManager();
        return gone;
    }

    @Override
    public void close() throws Exception {
        cluster.close();
        FileUtils.deleteDirectory(folder.toFile());
    }
}
