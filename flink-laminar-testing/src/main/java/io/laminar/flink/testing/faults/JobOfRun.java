// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import io.laminar.flink.testing.FlinkCluster;
import io.laminar.flink.testing.PostgresFaultProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The job of one run, over all its restores.
 *
 * <p>Not thread-safe. Life cycle: {@link #start()} first; {@link #end} whatever happened.
 */
final class JobOfRun {

    static final Set<JobStatus> ENDED =
            Set.of(JobStatus.FINISHED, JobStatus.FAILED, JobStatus.CANCELED);

    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(30);

    private final FlinkCluster cluster;
    private final RunPlan plan;
    private final SinkUnderTest sink;
    private final String uri;
    private final String table;

    private @Nullable JobID job;
    private @Nullable Path restoredFrom;

    JobOfRun(FlinkCluster cluster, RunPlan plan, SinkUnderTest sink, String uri, String table) {
        this.cluster = cluster;
        this.plan = plan;
        this.sink = sink;
        this.uri = uri;
        this.table = table;
    }

    void start() throws Exception {
        job = cluster.submit(environment(plan.kind(), plan.parallelism()));
    }

    JobID id() {
        if (job == null) {
            throw new IllegalStateException("The job has not been started.");
        }
        return job;
    }

    JobStatus status() throws Exception {
        return cluster.status(id());
    }

    boolean hasEnded() throws Exception {
        return ENDED.contains(status());
    }

    void cancel() throws Exception {
        cluster.cancel(id());
    }

    void awaitStatus(JobStatus wanted) throws Exception {
        cluster.awaitStatus(id(), STEP_TIMEOUT, Set.of(wanted));
    }

    /** Goes on from a snapshot; null for none at all. */
    void restart(@Nullable Path snapshot) throws Exception {
        StreamExecutionEnvironment environment =
                environment(plan.restoredKind(), plan.restoredParallelism());
        restoredFrom = snapshot;
        job =
                snapshot == null
                        ? cluster.submit(environment)
                        : cluster.restore(environment, snapshot);
    }

    private StreamExecutionEnvironment environment(SinkKind kind, int parallelism) {
        return CountingJob.create(
                cluster,
                plan,
                parallelism,
                sink,
                new SinkTarget(kind, CountingJob.ROW_TYPE, uri, table));
    }

    /** Its newest checkpoint, or else what it was restored from itself; null for neither. */
    @Nullable Path latestCheckpoint() throws Exception {
        List<Path> checkpoints = cluster.checkpoints(id());
        return checkpoints.isEmpty() ? restoredFrom : checkpoints.get(checkpoints.size() - 1);
    }

    /** The oldest of the checkpoints that it has kept, if there are two at least. */
    Optional<Path> olderCheckpoint() throws Exception {
        List<Path> checkpoints = cluster.checkpoints(id());
        return checkpoints.size() < 2 ? Optional.empty() : Optional.of(checkpoints.get(0));
    }

    /** The first row that this checkpoint of the running job, or of the last one, does not hold. */
    long position(Path checkpoint) {
        return SourcePosition.at(id(), FlinkCluster.checkpointId(checkpoint));
    }

    /** A run that went wrong must not disturb the next one. */
    void end(PostgresFaultProxy proxy) throws Exception {
        if (!hasEnded()) {
            cancel();
            proxy.cutAll();
            cluster.awaitStatus(id(), STEP_TIMEOUT, ENDED);
        }
    }
}
