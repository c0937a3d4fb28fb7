// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which server a command measures. */
final class ServerOption {

    @Option(
            names = "--server",
            paramLabel = "URI",
            description =
                    "A database to measure, such as postgresql://user@host/db; may hold"
                            + " $${env:NAME}. The schema laminar_bench is created and dropped there"
                            + " (default: a server of its own, on this machine).")
    private @Nullable String uri;

    /** Starts a server, or takes the given one; the caller closes it. */
    BenchServer open(CommandSpec command) throws IOException {
        if (uri == null) {
            return BenchServer.start();
        }
        try {
            return BenchServer.at(uri);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    command.commandLine(),
                    BenchErrors.wrongServer(String.valueOf(e.getMessage())),
                    e);
        }
    }
}
