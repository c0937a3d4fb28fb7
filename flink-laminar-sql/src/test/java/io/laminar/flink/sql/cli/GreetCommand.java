// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that another module adds. */
@Command(name = "greet")
public final class GreetCommand implements LaminarSubcommand {

    @Spec private CommandSpec spec;

    @Parameters private String name;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println("Hello " + name);
        return ExitCode.OK;
    }
}
