// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import com.sun.management.UnixOperatingSystemMXBean;
import io.laminar.flink.benchmarks.OptionRange;
import io.laminar.flink.sql.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code laminar bench websocket}. */
@Command(
        name = "websocket",
        description = {
            "Measures the WebSocket source and sink beside bare Netty, which is the limit, and"
                    + " Java-WebSocket, the peer, with messages of 200 bytes on the loopback"
                    + " interface.",
            "Prints the median of each variant's runs, which take turns, so that a noisy machine"
                    + " hits all alike. Fails if a message is missing."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class WebSocketBenchCommand implements Callable<Integer> {

    /** Open files of the process besides its clients. */
    private static final long OTHER_FILES = 500;

    @Spec private CommandSpec spec;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "What to measure, by name (default all).")
    private List<String> only = WebSocketBenchmark.names();

    @Option(
            names = "--clients",
            split = ",",
            paramLabel = "N",
            description = "Clients of the sink, one or more numbers (default 1,100,1000,5000).")
    private List<Integer> clients = List.of(1, 100, 1000, 5000);

    @Option(
            names = "--latency-clients",
            paramLabel = "N",
            description = "Clients whose latency is measured (default ${DEFAULT-VALUE}).")
    private int latencyClients = 100;

    @Option(
            names = "--latency-rate",
            paramLabel = "N",
            description =
                    "Deliveries a second to them (default half of what the sink can do, which is"
                            + " measured before).")
    private double latencyRate;

    @Option(
            names = "--idle-clients",
            paramLabel = "N",
            description = "Clients whose memory is measured (default ${DEFAULT-VALUE}).")
    private int idleClients = 5000;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Runs of each variant (default ${DEFAULT-VALUE}).")
    private int runs = 3;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "Time before each measurement (default ${DEFAULT-VALUE}).")
    private double warmUpSeconds = 3;

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            description = "Time of each measurement (default ${DEFAULT-VALUE}).")
    private double seconds = 5;

    @Option(
            names = "--quick",
            description = "One short run of everything with few clients, to see that it works.")
    private boolean quick;

    @Option(names = "--json", description = "One JSON object a line; progress on the error output.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (quick) {
            clients = List.of(1, 10);
            latencyClients = 10;
            idleClients = 50;
            runs = 1;
            warmUpSeconds = 0.2;
            seconds = 0.5;
        }
        clients.forEach(number -> OptionRange.requireAtLeast(spec, "--clients", 1, number));
        OptionRange.requireAtLeast(spec, "--latency-clients", 1, latencyClients);
        OptionRange.requireAtLeast(spec, "--latency-rate", 0, latencyRate);
        OptionRange.requireAtLeast(spec, "--idle-clients", 1, idleClients);
        OptionRange.requireAtLeast(spec, "--runs", 1, runs);
        OptionRange.requireAtLeast(spec, "--warm-up", 0, warmUpSeconds);
        OptionRange.requireAtLeast(spec, "--seconds", 0.1, seconds);
        requireOpenFiles();
        for (String name : only) {
            if (!WebSocketBenchmark.names().contains(name)) {
                throw new ParameterException(
                        spec.commandLine(), WebSocketBenchErrors.unknownName(name));
            }
        }
        WebSocketBenchmark benchmark =
                new WebSocketBenchmark(
                        only,
                        runs,
                        duration(warmUpSeconds),
                        duration(seconds),
                        new WebSocketReport(json),
                        lines(spec.commandLine().getOut()),
                        lines(spec.commandLine().getErr()));
        benchmark.printHeading();
        benchmark.source();
        for (int number : clients) {
            benchmark.sink(number);
        }
        benchmark.latency(latencyClients, latencyRate);
        benchmark.memory(idleClients);
        return ExitCode.OK;
    }

    private static Consumer<String> lines(PrintWriter writer) {
        return line -> {
            writer.println(line);
            writer.flush();
        };
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private void requireOpenFiles() {
        int most = Math.max(Collections.max(clients), Math.max(latencyClients, idleClients));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() < most + OTHER_FILES) {
            throw new ParameterException(
                    spec.commandLine(),
                    WebSocketBenchErrors.tooFewFiles(
                            most, most + OTHER_FILES, system.getMaxFileDescriptorCount()));
        }
    }
}
