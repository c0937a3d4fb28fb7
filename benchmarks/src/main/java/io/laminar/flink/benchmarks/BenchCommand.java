// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks;

import io.laminar.flink.benchmarks.mapping.MappingBenchCommand;
import io.laminar.flink.benchmarks.postgres.EncodeBenchCommand;
import io.laminar.flink.benchmarks.postgres.PostgresSinkBenchCommand;
import io.laminar.flink.benchmarks.postgres.PostgresSinkSoakCommand;
import io.laminar.flink.benchmarks.websocket.WebSocketBenchCommand;
import io.laminar.flink.sql.cli.LaminarSubcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code laminar bench}: a command for each benchmark. */
@Command(
        name = "bench",
        description = "Measures a connector beside its peers and the limit, in one run.",
        subcommands = {
            PostgresSinkBenchCommand.class,
            PostgresSinkSoakCommand.class,
            EncodeBenchCommand.class,
            WebSocketBenchCommand.class,
            MappingBenchCommand.class
        },
        mixinStandardHelpOptions = true)
public final class BenchCommand implements LaminarSubcommand {

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to measure: 'laminar bench postgres-sink', 'laminar bench"
                        + " postgres-sink-soak', 'laminar bench encode', 'laminar bench websocket' or"
                        + " 'laminar bench mapping'.");
    }
}
