// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks;

import io.laminar.flink.sql.cli.LaminarCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;

/** {@code laminar bench …} in this process. */
public final class BenchCommandLine {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    public int run(String... arguments) {
        return LaminarCommand.execute(
                new PrintWriter(out),
                new PrintWriter(err),
                Stream.concat(Stream.of("bench"), Stream.of(arguments)).toArray(String[]::new));
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }
}
