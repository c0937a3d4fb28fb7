// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.cli;

import io.laminar.flink.sdk.secret.Redacted;
import io.laminar.flink.sql.runner.ScriptException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.apache.flink.annotation.Internal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code laminar}: finds its subcommands and turns failures into exit codes. */
@Internal
@Command(
        name = "laminar",
        description = "Streaming pipelines from one SQL script, on Apache Flink.",
        mixinStandardHelpOptions = true,
        versionProvider = LaminarVersion.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:finished, or stopped as asked",
            "1:the job failed, or Flink could not be asked any more",
            "2:the script or the command line is wrong"
        },
        subcommands = RunCommand.class)
public final class LaminarCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "With each error its Java stack trace, without passwords.")
    private boolean verbose;

    LaminarCommand() {}

    public static void main(String[] args) {
        PrintWriter out =
                new PrintWriter(System.out, /* autoFlush= */ true, StandardCharsets.UTF_8);
        PrintWriter err =
                new PrintWriter(System.err, /* autoFlush= */ true, StandardCharsets.UTF_8);
        // Threads of libraries that are no daemons must not keep the process.
        System.exit(execute(out, err, args));
    }

    /**
     * Runs one command line in this process.
     *
     * @return the exit code, one of {@link ExitCode}'s
     */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        LaminarCommand laminar = new LaminarCommand();
        CommandLine commandLine = new CommandLine(laminar);
        ServiceLoader.load(LaminarSubcommand.class).forEach(commandLine::addSubcommand);
        return commandLine
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(
                        (e, command, parsed) -> laminar.report(e, command.getErr()))
                .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say which command: 'laminar run FILE'.");
    }

    private int report(Exception e, PrintWriter err) {
        String message = e.getMessage();
        err.println(Redacted.text(message == null ? e.toString() : message));
        if (verbose) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            err.print(Redacted.text(trace.toString()));
            err.flush();
        }
        return e instanceof ScriptException ? ExitCode.WRONG_INPUT : ExitCode.FAILED;
    }
}
