// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A mini-cluster in this process, with its REST interface on the loop-back address. */
final class EmbeddedFlink implements FlinkTarget {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFlink.class);
    private static final String LOOP_BACK = "127.0.0.1";

    /** More subtasks need more network buffers than Flink's local default gives. */
    private static final int MAX_DEFAULT_PARALLELISM = 8;

    /** How old the answers of the REST interface may be. */
    private static final Duration REFRESH = Duration.ofMillis(500);

    private final Configuration given;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private @Nullable MiniCluster cluster;

    @GuardedBy("lock")
    private @Nullable URI address;

    /**
     * Where checkpoints go if no setting names a place: the JobManager's memory takes only 5 MB.
     */
    @GuardedBy("lock")
    private @Nullable Path temporaryCheckpoints;

    EmbeddedFlink(Configuration given) {
        this.given = new Configuration(given);
    }

    @Override
    public Configuration configuration() {
        return new Configuration(given);
    }

    @Override
    public Configuration complete(Configuration settings) {
        Configuration complete = new Configuration(settings);
        setDefault(complete, CoreOptions.DEFAULT_PARALLELISM, defaultParallelism());
        if (!complete.contains(RestartStrategyOptions.RESTART_STRATEGY)) {
            // Flink's own default restarts for ever once checkpoints are on: a script that can't
            // work would look as if it did.
            complete.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
            setDefault(complete, RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
            setDefault(
                    complete,
                    RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY,
                    Duration.ofSeconds(1));
        }
        if (!complete.contains(CheckpointingOptions.CHECKPOINTS_DIRECTORY)
                && !complete.contains(CheckpointingOptions.CHECKPOINT_STORAGE)) {
            complete.set(
                    CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                    temporaryCheckpoints().toUri().toString());
        }
        return complete;
    }

    @Override
    public URI start(Configuration settings) {
        synchronized (lock) {
            if (address == null) {
                Configuration configuration = clusterConfiguration(settings);
                try {
                    cluster =
                            new MiniCluster(
                                    new MiniClusterConfiguration.Builder()
                                            .setConfiguration(configuration)
                                            .setNumSlotsPerTaskManager(
                                                    configuration.get(
                                                            TaskManagerOptions.NUM_TASK_SLOTS))
                                            .build());
                    cluster.start();
                    address = cluster.getRestAddress().get();
                } catch (Exception e) {
                    throw ScriptErrors.embeddedNotStarted(configuration, e);
                }
            }
            return address;
        }
    }

    private Configuration clusterConfiguration(Configuration settings) {
        Configuration configuration = complete(settings);
        if (!settings.contains(CheckpointingOptions.CHECKPOINTS_DIRECTORY)) {
            // The temporary folder is each job's setting: as the cluster's own it would look
            // durable.
            configuration.removeConfig(CheckpointingOptions.CHECKPOINTS_DIRECTORY);
        }
        setDefault(
                configuration,
                TaskManagerOptions.NUM_TASK_SLOTS,
                Math.max(configuration.get(CoreOptions.DEFAULT_PARALLELISM), defaultParallelism()));
        configuration.set(JobManagerOptions.ADDRESS, LOOP_BACK);
        configuration.set(RestOptions.ADDRESS, LOOP_BACK);
        setDefault(configuration, RestOptions.BIND_ADDRESS, LOOP_BACK);
        setDefault(
                configuration,
                RestOptions.BIND_PORT,
                settings.getOptional(RestOptions.PORT).map(String::valueOf).orElse("0"));
        // Nobody else starts jobs here, least of all a web page that is open in the user's browser.
        setDefault(configuration, WebOptions.SUBMIT_ENABLE, false);
        // For a status line that is at most a second old.
        setDefault(configuration, MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, REFRESH);
        setDefault(configuration, RestOptions.CACHE_CHECKPOINT_STATISTICS_TIMEOUT, REFRESH);
        setDefault(configuration, WebOptions.REFRESH_INTERVAL, REFRESH);
        // No second task manager comes: a job that wants more slots should say so soon.
        setDefault(configuration, JobManagerOptions.SLOT_REQUEST_TIMEOUT, Duration.ofSeconds(10));
        return configuration;
    }

    private static int defaultParallelism() {
        return Math.min(Runtime.getRuntime().availableProcessors(), MAX_DEFAULT_PARALLELISM);
    }

    private static <T> void setDefault(
            Configuration configuration, ConfigOption<T> option, T value) {
        if (!configuration.contains(option)) {
            configuration.set(option, value);
        }
    }

    private Path temporaryCheckpoints() {
        synchronized (lock) {
            if (temporaryCheckpoints == null) {
                try {
                    temporaryCheckpoints = Files.createTempDirectory("laminar-checkpoints-");
                } catch (IOException e) {
                    throw ScriptErrors.noTemporaryFolder(e);
                }
            }
            return temporaryCheckpoints;
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (cluster != null) {
                try {
                    cluster.close();
                } catch (Exception e) {
                    LOG.warn("The embedded Flink did not stop cleanly.", e);
                }
                cluster = null;
                address = null;
            }
            if (temporaryCheckpoints != null) {
                FileUtils.deleteDirectoryQuietly(temporaryCheckpoints.toFile());
                temporaryCheckpoints = null;
            }
        }
    }
}
