// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import io.laminar.flink.sql.cli.LaminarCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;

/** {@code laminar bench …} in this process. */
final class BenchCommandLine {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    int run(String... arguments) {
        return LaminarCommand.execute(
                new PrintWriter(out),
                new PrintWriter(err),
                Stream.concat(Stream.of("bench"), Stream.of(arguments)).toArray(String[]::new));
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
