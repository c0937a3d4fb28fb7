// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import io.laminar.flink.benchmarks.OptionRange;
import io.laminar.flink.sql.cli.ExitCode;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laminar bench postgres-sink}. */
@Command(
        name = "postgres-sink",
        description = {
            "Measures the PostgreSQL sink beside flink-connector-jdbc and a bare COPY of a ready"
                    + " file, each on the same server.",
            "Prints the median of each variant's runs, which take turns, so that a noisy machine"
                    + " hits all alike. Fails if a row is missing or doubled."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class PostgresSinkBenchCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Rows of each run (default ${DEFAULT-VALUE}).")
    private long rows = 2_000_000;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Runs of each variant (default ${DEFAULT-VALUE}).")
    private int runs = 3;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description =
                    "Rows of a run of each variant that is not counted; 0 for none (default"
                            + " ${DEFAULT-VALUE}).")
    private long warmUpRows = 200_000;

    @Option(
            names = "--parallelism",
            split = ",",
            paramLabel = "N",
            description = "Subtasks, one or more numbers (default 1,2).")
    private List<Integer> parallelisms = List.of(1, 2);

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Variants to run, by name (default all).")
    private List<String> only = List.of();

    @Option(
            names = "--shuffled",
            description = "Keys of upserts in an order that looks random, and not ascending.")
    private boolean isShuffled;

    @Mixin private ServerOption serverOption = new ServerOption();

    @Option(names = "--json", description = "One JSON object a line; progress on the error output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        InterleavedRuns measurement = measurement();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = spec.commandLine().getErr();
        try (BenchServer server = serverOption.open(spec);
                BenchSchema schema = BenchSchema.create(server)) {
            progress.printf(
                    Locale.ROOT,
                    "%,d rows of ten columns, %d runs, checkpoint interval %d ms, %s%n",
                    rows,
                    runs,
                    BenchJob.CHECKPOINT_INTERVAL.toMillis(),
                    server.description());
            for (int parallelism : parallelisms) {
                BenchReport report = measurement.measure(server, schema, parallelism, progress);
                (json ? report.json() : report.table()).forEach(out::println);
                out.flush();
            }
        }
        return ExitCode.OK;
    }

    private InterleavedRuns measurement() {
        OptionRange.requireAtLeast(spec, "--rows", 1, rows);
        OptionRange.requireAtLeast(spec, "--runs", 1, runs);
        OptionRange.requireAtLeast(spec, "--warm-up", 0, warmUpRows);
        parallelisms.forEach(
                parallelism -> OptionRange.requireAtLeast(spec, "--parallelism", 1, parallelism));
        return new InterleavedRuns(variants(), rows, runs, Math.min(rows, warmUpRows), isShuffled);
    }

    private Set<Variant> variants() {
        if (only.isEmpty()) {
            return EnumSet.allOf(Variant.class);
        }
        return only.stream()
                .map(name -> Variant.parse(spec, name))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Variant.class)));
    }
}
