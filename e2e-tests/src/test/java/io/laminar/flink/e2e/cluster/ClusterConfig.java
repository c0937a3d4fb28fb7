// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The {@code conf/} folder of a cluster, and the sizes of its Java virtual machines. */
record ClusterConfig(Path home, ClusterPorts ports) {

    static final String LOOPBACK = "127.0.0.1";

    /** Of the task manager: framework and task heap. */
    static final int TASK_MANAGER_HEAP_MEBIBYTES = 128 + 512;

    /**
     * Of the task manager: framework off-heap and network memory, as Flink's scripts compute it.
     */
    static final int TASK_MANAGER_DIRECT_MEBIBYTES = 128 + 64;

    static final int METASPACE_MEBIBYTES = 256;

    Path folder() {
        return home.resolve("conf");
    }

    private Path log4jFile() {
        return folder().resolve("log4j.properties");
    }

    /** For each process: where its settings for logging are. */
    List<String> javaOptions() {
        return List.of("-Dlog4j.configurationFile=" + log4jFile().toUri());
    }

    /**
     * Writes it into an empty {@code home}: logs of an earlier build would be read as this one's.
     */
    void write() throws IOException {
        if (Files.exists(home)) {
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder());
        Files.writeString(
                folder().resolve("config.yaml"),
                settings().entrySet().stream()
                        .map(setting -> setting.getKey() + ": '" + setting.getValue() + "'\n")
                        .collect(Collectors.joining()));
        Files.writeString(
                log4jFile(),
                """
                rootLogger.level = info
                rootLogger.appenderRef.console.ref = console
                appender.console.name = console
                appender.console.type = console
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5p %c{2} [%t] - %m%n
                """);
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("jobmanager.rpc.address", LOOPBACK);
        settings.put("jobmanager.rpc.port", String.valueOf(ports.rpc()));
        settings.put("jobmanager.bind-host", LOOPBACK);
        settings.put("rest.address", LOOPBACK);
        settings.put("rest.bind-address", LOOPBACK);
        settings.put("rest.port", String.valueOf(ports.rest()));
        settings.put("rest.bind-port", String.valueOf(ports.rest()));
        settings.put("taskmanager.host", LOOPBACK);
        settings.put("taskmanager.bind-host", LOOPBACK);
        settings.put("sql-gateway.endpoint.rest.address", LOOPBACK);
        settings.put("sql-gateway.endpoint.rest.bind-address", LOOPBACK);
        settings.put("sql-gateway.endpoint.rest.port", String.valueOf(ports.gateway()));
        settings.put("sql-gateway.endpoint.rest.bind-port", String.valueOf(ports.gateway()));
        settings.put("execution.target", "remote");
        settings.put("parallelism.default", "1");
        settings.put("io.tmp.dirs", home.resolve("tmp").toString());

        // A task manager that was killed is noticed within seconds.
        settings.put("heartbeat.interval", "1 s");
        settings.put("heartbeat.timeout", "20 s");
        settings.put("restart-strategy.type", "fixed-delay");
        settings.put("restart-strategy.fixed-delay.attempts", "1000");
        settings.put("restart-strategy.fixed-delay.delay", "500 ms");
        settings.put("execution.checkpointing.dir", home.resolve("checkpoints").toUri().toString());
        settings.put(
                "execution.checkpointing.savepoint-dir",
                home.resolve("savepoints").toUri().toString());

        // Flink's scripts compute these; a process started without them wants each one written.
        settings.put("taskmanager.cpu.cores", "2.0");
        settings.put("taskmanager.numberOfTaskSlots", "4");
        settings.put("taskmanager.memory.framework.heap.size", "128m");
        settings.put("taskmanager.memory.task.heap.size", "512m");
        settings.put("taskmanager.memory.framework.off-heap.size", "128m");
        settings.put("taskmanager.memory.task.off-heap.size", "0m");
        settings.put("taskmanager.memory.network.min", "64m");
        settings.put("taskmanager.memory.network.max", "64m");
        settings.put("taskmanager.memory.managed.size", "64m");
        settings.put("taskmanager.memory.jvm-metaspace.size", METASPACE_MEBIBYTES + "m");
        settings.put("taskmanager.memory.jvm-overhead.min", "128m");
        settings.put("taskmanager.memory.jvm-overhead.max", "128m");
        return settings;
    }
}
