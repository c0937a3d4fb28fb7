// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import io.laminar.flink.benchmarks.OptionRange;
import io.laminar.flink.sql.cli.ExitCode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code laminar bench postgres-sink-soak}: {@link PostgresSinkSoak}. */
@Command(
        name = "postgres-sink-soak",
        description =
                "Writes as fast as it goes, for minutes, and fails if the memory of the process does"
                        + " not stay flat.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class PostgresSinkSoakCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "How long, such as 0.5 (default ${DEFAULT-VALUE}).")
    private double minutes = 10;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description =
                    "How often memory is looked at, and the table emptied, so that the disk holds"
                            + " out (default ${DEFAULT-VALUE}).")
    private int samples = 40;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description = "The variant of 'bench postgres-sink' that writes (default append).")
    private String name = "append";

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Subtasks (default ${DEFAULT-VALUE}).")
    private int parallelism = 1;

    @Option(
            names = "--max-growth",
            paramLabel = "MIB",
            description =
                    "Fails if heap after garbage collection and direct buffers together grow by more"
                            + " MiB a minute (default ${DEFAULT-VALUE}).")
    private double maxGrowth = 1;

    @Mixin private ServerOption serverOption = new ServerOption();

    @Option(names = "--json", description = "One JSON object; progress on the error output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Variant variant = Variant.parse(spec, name);
        if (!(minutes > 0)) {
            throw new ParameterException(
                    spec.commandLine(), BenchErrors.notPositive("--minutes", minutes));
        }
        OptionRange.requireAtLeast(spec, "--parallelism", 1, parallelism);
        OptionRange.requireAtLeast(spec, "--samples", 1, samples);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = spec.commandLine().getErr();
        try (BenchServer server = serverOption.open(spec);
                BenchSchema schema = BenchSchema.create(server)) {
            progress.printf("%s, %s%n", variant, server.description());
            MemoryTrend trend =
                    new PostgresSinkSoak(server, schema, samples)
                            .run(
                                    variant,
                                    parallelism,
                                    Duration.ofMillis(Math.round(minutes * 60_000)),
                                    progress);
            out.println(json ? trend.json() : trend.summary());
            out.flush();
            // Neither if one of them is no number.
            if (!(trend.growthPerMinute() <= maxGrowth)) {
                progress.println(BenchErrors.memoryGrows(trend.growthPerMinute(), maxGrowth));
                return ExitCode.FAILED;
            }
        }
        return ExitCode.OK;
    }
}
