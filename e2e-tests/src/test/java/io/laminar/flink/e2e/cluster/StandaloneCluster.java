// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e.cluster;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Flink cluster as users run it: job manager, task manager and SQL gateway, each a process of its
 * own, with our shaded jar beside Flink's in {@code lib/}.
 *
 * <p>Threads: one at a time. Life cycle: {@link #close} kills whatever runs; the logs stay in
 * {@code target/e2e-logs}.
 */
public final class StandaloneCluster implements AutoCloseable {

    /** What {@code ${env:PG_PASSWORD}} in an option stands for in each process. */
    public static final String PG_PASSWORD = "s3cret-of-app";

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final FlinkDistribution flink;
    private final Map<String, String> environment;
    private final String classPath;
    private final ClusterConfig config;
    private final Path logs;
    private final RestClient rest;
    private final SqlClient sqlClient;

    private @Nullable JavaProcess jobManager;
    private @Nullable JavaProcess taskManager;
    private @Nullable JavaProcess gateway;
    private int taskManagersStarted;

    private StandaloneCluster(
            FlinkDistribution flink, List<Path> jars, ClusterConfig config, Path logs) {
        this.flink = flink;
        this.classPath =
                jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        this.config = config;
        this.logs = logs;
        this.rest = new RestClient(config.ports().rest());
        this.environment =
                Map.of("FLINK_CONF_DIR", config.folder().toString(), "PG_PASSWORD", PG_PASSWORD);
        this.sqlClient = new SqlClient(classPath, config, logs, environment);
    }

    /** Starts all processes and returns when they are ready. */
    static StandaloneCluster start(FlinkDistribution flink, Path ourJar)
            throws IOException, InterruptedException {
        Path logs = BuildProperty.path("e2e.logs").resolve("flink-" + flink.version());
        ClusterConfig config = new ClusterConfig(logs, ClusterPorts.free());
        config.write();
        StandaloneCluster cluster =
                new StandaloneCluster(flink, flink.jarsWith(ourJar), config, logs);
        try {
            cluster.startProcesses();
        } catch (IOException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private void startProcesses() throws IOException {
        jobManager =
                process(
                        "jobmanager",
                        List.of("-Xmx512m"),
                        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                        List.of(
                                "--configDir",
                                config.folder().toString(),
                                "--executionMode",
                                "cluster"));
        startTaskManager();
        gateway =
                process(
                        "sql-gateway",
                        List.of("-Xmx512m"),
                        "org.apache.flink.table.gateway.SqlGateway",
                        List.of());
        RestClient gatewayRest = new RestClient(config.ports().gateway());
        awaitReady("task manager", this::hasTaskManager);
        awaitReady("SQL gateway", () -> gatewayRest.answers("/v1/info"));
    }

    public SqlClient sqlClient() {
        return sqlClient;
    }

    public ClusterJob job(String id) {
        return new ClusterJob(rest, id);
    }

    /** {@code kill -9}. The job manager finds out by itself. */
    public void killTaskManager() {
        if (taskManager != null) {
            taskManager.close();
            taskManager = null;
        }
    }

    /** Starts a task manager in the place of the one that was killed; does not wait for it. */
    public void startTaskManager() throws IOException {
        killTaskManager();
        taskManagersStarted++;
        String name = "taskmanager-" + taskManagersStarted;
        taskManager =
                process(
                        name,
                        List.of(
                                "-Xmx" + ClusterConfig.TASK_MANAGER_HEAP_MEBIBYTES + "m",
                                "-XX:MaxDirectMemorySize="
                                        + ClusterConfig.TASK_MANAGER_DIRECT_MEBIBYTES
                                        + "m",
                                "-XX:MaxMetaspaceSize=" + ClusterConfig.METASPACE_MEBIBYTES + "m"),
                        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                        List.of(
                                "--configDir",
                                config.folder().toString(),
                                "-D",
                                "taskmanager.resource-id=" + name));
    }

    /** What all processes of the cluster, those that were killed too, have logged so far. */
    public String allLogs() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    /** Undoes what a test may have left, a failed one too: jobs, a task manager that is killed. */
    void reset() throws IOException, InterruptedException {
        for (JsonNode job : rest.get("/jobs").path("jobs")) {
            job(job.path("id").asText()).cancel();
        }
        if (taskManager == null) {
            startTaskManager();
        }
        awaitReady("task manager", this::hasTaskManager);
    }

    private boolean hasTaskManager() throws IOException, InterruptedException {
        return rest.answers("/overview")
                && rest.get("/overview").path("slots-available").asInt() > 0;
    }

    private void awaitReady(String what, Callable<Boolean> ready) {
        await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> {
                            for (JavaProcess process : running()) {
                                process.mustBeAlive();
                            }
                            return ready.call();
                        });
    }

    private List<JavaProcess> running() {
        List<JavaProcess> running = new ArrayList<>();
        for (JavaProcess process : Arrays.asList(gateway, taskManager, jobManager)) {
            if (process != null) {
                running.add(process);
            }
        }
        return running;
    }

    private JavaProcess process(
            String name, List<String> javaOptions, String mainClass, List<String> arguments)
            throws IOException {
        return JavaProcess.start(
                name,
                logs.resolve(name + ".log"),
                classPath,
                Stream.concat(config.javaOptions().stream(), javaOptions.stream()).toList(),
                environment,
                mainClass,
                arguments);
    }

    @Override
    public void close() {
        running().forEach(JavaProcess::close);
    }

    @Override
    public String toString() {
        return flink.toString();
    }
}
