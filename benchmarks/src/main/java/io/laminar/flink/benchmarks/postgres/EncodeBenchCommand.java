// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import io.laminar.flink.sql.cli.ExitCode;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;

/** {@code laminar bench encode}: {@link EncodeBenchmark} by JMH. */
@Command(
        name = "encode",
        description =
                "Measures how long one row takes to become COPY BINARY, and what it allocates"
                        + " (gc.alloc.rate.norm), by JMH.",
        mixinStandardHelpOptions = true)
public final class EncodeBenchCommand implements Callable<Integer> {

    @Override
    public Integer call() throws RunnerException {
        new Runner(
                        new OptionsBuilder()
                                .include(EncodeBenchmark.class.getSimpleName())
                                // A benchmark that throws would else be left out, with success.
                                .shouldFailOnError(true)
                                .addProfiler(GCProfiler.class)
                                .build())
                .run();
        return ExitCode.OK;
    }
}
