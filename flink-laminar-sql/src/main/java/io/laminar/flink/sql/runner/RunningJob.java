// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import io.laminar.flink.sdk.secret.Redacted;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.rest.messages.ClusterConfigurationInfoHeaders;
import org.apache.flink.runtime.rest.messages.EmptyMessageParameters;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.JobExceptionsHeaders;
import org.apache.flink.runtime.rest.messages.JobMessageParameters;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointingStatisticsHeaders;
import org.apache.flink.runtime.rest.messages.job.JobExceptionsMessageParameters;

/**
 * A job that a script started, seen through Flink's REST interface.
 *
 * <p>Every method that asks Flink throws {@link IOException} if Flink does not answer or refuses.
 * Threads: any. Closing it ends the connection, not the job.
 */
@Internal
public final class RunningJob implements AutoCloseable {

    /** How long a savepoint waits for the job's tasks to start; then Flink says what is wrong. */
    private static final Duration TASK_START = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final JobID jobId;
    private final URI flink;
    private final Configuration userSettings;
    private final RestClusterClient<StandaloneClusterId> client;
    private final JobMetrics metrics;

    /**
     * @param userSettings the settings without the target's defaults
     * @param connection settings of the connection to Flink
     */
    RunningJob(JobID jobId, URI flink, Configuration userSettings, Configuration connection)
            throws Exception {
        this.jobId = jobId;
        this.flink = flink;
        this.userSettings = new Configuration(userSettings);
        this.client = new RestClusterClient<>(connection, StandaloneClusterId.getInstance());
        this.metrics = new JobMetrics(client, jobId);
    }

    public JobID jobId() {
        return jobId;
    }

    /** The address of Flink's REST interface and web page. */
    public URI flink() {
        return flink;
    }

    public JobStatus status() throws IOException {
        return ask(() -> client.getJobStatus(jobId).get());
    }

    /** Waits until the job has ended in whatever way. */
    public JobStatus awaitTermination() throws IOException {
        JobResult result = ask(() -> client.requestJobResult(jobId).get());
        return result.getApplicationStatus().deriveJobStatus();
    }

    /**
     * Why the job failed: the message of the innermost cause, secrets blotted out. Empty if it did
     * not; waits for its end.
     */
    public Optional<String> failure() throws IOException {
        return ask(() -> client.requestJobResult(jobId).get())
                .getSerializedThrowable()
                .map(
                        failure ->
                                Redacted.text(
                                        Failure.describe(
                                                failure.deserializeError(
                                                        RunningJob.class.getClassLoader()))));
    }

    /**
     * The failures that Flink restarted the job after, oldest first, and the one that it did not;
     * it keeps the last few.
     */
    public List<JobRestart> restarts() throws IOException {
        return ask(
                () -> {
                    JobExceptionsMessageParameters parameters =
                            new JobExceptionsMessageParameters();
                    parameters.jobPathParameter.resolve(jobId);
                    return client
                            .sendRequest(
                                    JobExceptionsHeaders.getInstance(),
                                    parameters,
                                    EmptyRequestBody.getInstance())
                            .get()
                            .getExceptionHistory()
                            .getEntries()
                            .stream()
                            .map(JobRestart::of)
                            .sorted(Comparator.comparing(JobRestart::time))
                            .toList();
                });
    }

    /** Cancels the job; it ends soon after. */
    public void cancel() throws IOException {
        ask(() -> client.cancel(jobId).get());
    }

    /**
     * Stops the job with a savepoint, to be gone on with later, and waits for its end. Windows stay
     * open.
     *
     * @param directory a folder that Flink can write to
     * @return the path of the savepoint
     */
    public String stopWithSavepoint(String directory) throws IOException {
        return stop(directory, /* drain= */ false);
    }

    /**
     * Ends the job for good: sources stop, every window closes, sinks commit what they got, and a
     * savepoint is written. Waits for the end.
     *
     * @param directory a folder that Flink can write to
     * @return the path of the savepoint
     */
    public String stopWithDrain(String directory) throws IOException {
        return stop(directory, /* drain= */ true);
    }

    private String stop(String directory, boolean drain) throws IOException {
        return ask(
                () -> {
                    awaitTasks();
                    return client.stopWithSavepoint(
                                    jobId, drain, directory, SavepointFormatType.CANONICAL)
                            .get();
                });
    }

    /** Flink refuses a savepoint of a job whose tasks are still being deployed. */
    private void awaitTasks() throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + TASK_START.toNanos();
        while (!client.getJobStatus(jobId).get().isGloballyTerminalState()
                && !haveAllTasksStarted()
                && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private boolean haveAllTasksStarted() throws InterruptedException, ExecutionException {
        return client.getJobDetails(jobId).get().getJobVertexInfos().stream()
                .allMatch(
                        vertex -> {
                            Map<ExecutionState, Integer> tasks = vertex.getTasksPerState();
                            return tasks.getOrDefault(ExecutionState.RUNNING, 0)
                                            + tasks.getOrDefault(ExecutionState.FINISHED, 0)
                                    == vertex.getParallelism();
                        });
    }

    /**
     * Where a savepoint lasts: {@code execution.checkpointing.savepoint-dir} or else {@code
     * execution.checkpointing.dir}, by the script's settings or else the cluster's own. Empty if no
     * one has named a place.
     */
    public Optional<String> durableDirectory() throws IOException {
        Optional<String> own = durableDirectory(userSettings);
        return own.isPresent() ? own : durableDirectory(ask(this::clusterSettings));
    }

    private static Optional<String> durableDirectory(Configuration settings) {
        return settings.getOptional(CheckpointingOptions.SAVEPOINT_DIRECTORY)
                .or(() -> settings.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY));
    }

    private Configuration clusterSettings() throws Exception {
        Configuration settings = new Configuration();
        client.sendRequest(
                        ClusterConfigurationInfoHeaders.getInstance(),
                        EmptyMessageParameters.getInstance(),
                        EmptyRequestBody.getInstance())
                .get()
                .forEach(entry -> settings.setString(entry.getKey(), entry.getValue()));
        return settings;
    }

    /** Checkpoints and savepoints completed since the job started. */
    public long completedCheckpoints() throws IOException {
        return ask(
                () -> {
                    JobMessageParameters parameters = new JobMessageParameters();
                    parameters.jobPathParameter.resolve(jobId);
                    return client.sendRequest(
                                    CheckpointingStatisticsHeaders.getInstance(),
                                    parameters,
                                    EmptyRequestBody.getInstance())
                            .get()
                            .getCounts()
                            .getNumberCompletedCheckpoints();
                });
    }

    /**
     * The record counters of all operators. They are as old as the JobManager's copy: half a second
     * when embedded, {@code metrics.fetcher.update-interval} (10 s by default) on a cluster; and
     * gone some time after the job has ended.
     */
    public List<OperatorRecords> operators() throws IOException {
        return ask(metrics::read);
    }

    /** Records that all sources have passed on, as {@link #operators()} counts. */
    public long recordsOutOfSources() throws IOException {
        return operators().stream()
                .filter(operator -> operator.role() == OperatorRecords.Role.SOURCE)
                .mapToLong(OperatorRecords::recordsOut)
                .sum();
    }

    /** Records that have come into all sinks, as {@link #operators()} counts. */
    public long recordsIntoSinks() throws IOException {
        return operators().stream()
                .filter(operator -> operator.role() == OperatorRecords.Role.SINK)
                .mapToLong(OperatorRecords::recordsIn)
                .sum();
    }

    private <T> T ask(Callable<T> question) throws IOException {
        try {
            return question.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for Flink at " + flink + ".", e);
        } catch (ExecutionException e) {
            throw new IOException(ScriptErrors.jobRequestFailed(flink, e.getCause()), e);
        } catch (Exception e) {
            throw new IOException(ScriptErrors.jobRequestFailed(flink, e), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
