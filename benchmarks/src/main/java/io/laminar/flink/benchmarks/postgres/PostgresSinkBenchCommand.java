// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import io.laminar.flink.sql.cli.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code laminar bench postgres-sink}. */
@Command(
        name = "postgres-sink",
        description = {
            "Measures the PostgreSQL sink beside flink-connector-jdbc and a bare COPY.",
            "Brings its own PostgreSQL. Variants are run in turn, so that a noisy machine hits all"
                    + " alike; medians are printed."
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

    @Option(names = "--json", description = "One JSON object a line; progress on the error output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Set<Variant> variants = variants();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = spec.commandLine().getErr();
        progress.printf(
                "%d rows, %d runs, checkpoint interval %d ms, server %s%n",
                rows,
                runs,
                PostgresSinkBenchmark.CHECKPOINT_INTERVAL.toMillis(),
                new TreeMap<>(BenchServer.SETTINGS));
        for (int parallelism : parallelisms) {
            Map<Variant, Double> medians = measure(variants, parallelism, progress);
            if (json) {
                medians.keySet().forEach(v -> out.println(json(v, parallelism, medians)));
            } else {
                print(out, parallelism, medians);
            }
            out.flush();
        }
        return ExitCode.OK;
    }

    private Set<Variant> variants() {
        if (only.isEmpty()) {
            return EnumSet.allOf(Variant.class);
        }
        Set<Variant> variants = EnumSet.noneOf(Variant.class);
        for (String name : only) {
            variants.add(
                    Arrays.stream(Variant.values())
                            .filter(variant -> variant.toString().equals(name))
                            .findFirst()
                            .orElseThrow(() -> unknown(name)));
        }
        return variants;
    }

    private ParameterException unknown(String name) {
        return new ParameterException(
                spec.commandLine(),
                String.format(
                        "There is no variant '%s'. There are %s.",
                        name,
                        Arrays.stream(Variant.values())
                                .map(Variant::toString)
                                .collect(Collectors.joining(", "))));
    }

    private Map<Variant, Double> measure(
            Set<Variant> variants, int parallelism, PrintWriter progress) throws Exception {
        Path folder = Files.createTempDirectory("laminar-bench");
        try (BenchServer server = BenchServer.start()) {
            Map<Variant, List<Double>> rates = new LinkedHashMap<>();
            // The first round warms up, and is not counted.
            long warmUpRows = Math.min(rows, 200_000);
            List<Path> warmUpFiles = CopyLimit.writeFiles(folder, parallelism, warmUpRows);
            PostgresSinkBenchmark warmUp =
                    new PostgresSinkBenchmark(server, warmUpRows, isShuffled);
            for (Variant variant : variants) {
                warmUp.run(variant, parallelism, warmUpFiles);
            }
            List<Path> files = CopyLimit.writeFiles(folder, parallelism, rows);
            PostgresSinkBenchmark benchmark = new PostgresSinkBenchmark(server, rows, isShuffled);
            for (int run = 1; run <= runs; run++) {
                for (Variant variant : variants) {
                    double rate = benchmark.run(variant, parallelism, files);
                    rates.computeIfAbsent(variant, first -> new ArrayList<>()).add(rate);
                    progress.printf(
                            "run %d of %d, parallelism %d: %s %,.0f rows/s%n",
                            run, runs, parallelism, variant, rate);
                    progress.flush();
                }
            }
            Map<Variant, Double> medians = new LinkedHashMap<>();
            rates.forEach((variant, measured) -> medians.put(variant, median(measured)));
            return medians;
        } finally {
            FileUtils.deleteDirectoryQuietly(folder.toFile());
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static String json(Variant variant, int parallelism, Map<Variant, Double> medians) {
        return String.format(
                "{\"name\":\"%s\",\"parallelism\":%d,\"rows_per_s\":%.0f,\"ratio_vs_limit\":%s,"
                        + "\"ratio_vs_jdbc_default\":%s,\"ratio_vs_jdbc_best\":%s}",
                variant,
                parallelism,
                medians.get(variant),
                ratio(variant, Variant.COPY_LIMIT, medians, "null"),
                ratio(variant, Variant.JDBC_DEFAULT, medians, "null"),
                ratio(variant, variant.bestOfJdbc(), medians, "null"));
    }

    private static void print(PrintWriter out, int parallelism, Map<Variant, Double> medians) {
        out.printf(
                "%n%-28s %12s %9s %13s %10s   (parallelism %d)%n",
                "", "rows/s", "of limit", "of JDBC as is", "of JDBC", parallelism);
        medians.forEach(
                (variant, rate) ->
                        out.printf(
                                "%-28s %,12.0f %9s %13s %10s%n",
                                variant,
                                rate,
                                ratio(variant, Variant.COPY_LIMIT, medians, "–"),
                                ratio(variant, Variant.JDBC_DEFAULT, medians, "–"),
                                ratio(variant, variant.bestOfJdbc(), medians, "–")));
    }

    private static String ratio(
            Variant variant, Variant base, Map<Variant, Double> medians, String none) {
        Double of = medians.get(base);
        Double rate = medians.get(variant);
        return of == null || rate == null ? none : String.format("%.3f", rate / of);
    }
}
