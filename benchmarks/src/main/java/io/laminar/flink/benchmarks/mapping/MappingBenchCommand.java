// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.mapping;

import io.laminar.flink.benchmarks.OptionRange;
import io.laminar.flink.sql.cli.ExitCode;
import io.laminar.flink.testing.KafkaServer;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laminar bench mapping}. */
@Command(
        name = "mapping",
        description = {
            "Measures laminar-kafka beside Flink's own Kafka connector on one broker: JSON rows"
                    + " from a topic into nothing (source), and into another topic (copy).",
            "Prints the median of the runs, which take turns. Fails if a row is missing or doubled."
                    + " Then plans a script with many tables."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class MappingBenchCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Rows of the topic (default ${DEFAULT-VALUE}).")
    private long rows = 5_000_000;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description =
                    "Runs of each job with each connector, behind one that is not counted (default"
                            + " ${DEFAULT-VALUE}).")
    private int runs = 5;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Subtasks (default ${DEFAULT-VALUE}).")
    private int parallelism = 1;

    @Option(
            names = "--tables",
            paramLabel = "N",
            description = "Tables of the script that is planned (default ${DEFAULT-VALUE}).")
    private int tables = 50;

    @Option(names = "--json", description = "One JSON object a line; progress on the error output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        OptionRange.requireAtLeast(spec, "--rows", 1, rows);
        OptionRange.requireAtLeast(spec, "--runs", 1, runs);
        OptionRange.requireAtLeast(spec, "--parallelism", 1, parallelism);
        OptionRange.requireAtLeast(spec, "--tables", 2, tables);
        PrintWriter out = spec.commandLine().getOut();
        List<String> lines = new ArrayList<>();
        if (!json) {
            lines.add(MappingReport.heading());
        }
        try (KafkaServer kafka = KafkaServer.start()) {
            BenchTopics topics = new BenchTopics(kafka.bootstrapServers());
            say("filling a topic with %,d rows", rows);
            topics.fill(rows);
            for (KafkaJob job : KafkaJob.values()) {
                MappingReport report = measure(job, topics);
                lines.addAll(json ? report.json() : report.table());
            }
            double seconds = Planning.seconds(tables, kafka.bootstrapServers());
            lines.add(
                    String.format(
                            Locale.ROOT,
                            json
                                    ? "{\"name\":\"planning\",\"tables\":%d,\"seconds\":%.2f}"
                                    : "planning %d tables: %.2f s",
                            tables,
                            seconds));
        }
        lines.forEach(out::println);
        out.flush();
        return ExitCode.OK;
    }

    private MappingReport measure(KafkaJob job, BenchTopics topics)
            throws InterruptedException, ExecutionException {
        MappingReport report = new MappingReport(job);
        for (int run = 0; run <= runs; run++) {
            for (KafkaConnector connector : KafkaConnector.values()) {
                topics.renewTarget();
                long millis = job.run(connector, topics.bootstrapServers(), parallelism);
                if (job == KafkaJob.COPY) {
                    topics.requireRows(BenchTopics.TARGET, rows);
                }
                double rate = rows * 1e3 / millis;
                say("%s, run %d of %d: %s %,.0f rows/s", job, run, runs, connector, rate);
                if (run > 0) {
                    report.add(connector, rate);
                }
            }
        }
        return report;
    }

    private void say(String format, Object... values) {
        PrintWriter progress = spec.commandLine().getErr();
        progress.println(String.format(Locale.ROOT, format, values));
        progress.flush();
    }
}
