// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.cli;

import io.laminar.flink.sql.runner.FlinkTarget;
import io.laminar.flink.sql.runner.RunningJob;
import io.laminar.flink.sql.runner.ScriptRunner;
import io.laminar.flink.sql.runner.SqlScript;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code laminar run}: a script of Flink SQL as one job, watched until it ends. */
@Command(
        name = "run",
        description = "Runs a script of Flink SQL; its INSERT statements become one job.",
        mixinStandardHelpOptions = true,
        versionProvider = LaminarVersion.class,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {

    /**
     * Set by bin/laminar if the output is a terminal, which Java 17 can't tell for the output
     * alone.
     */
    private static final String TERMINAL_PROPERTY = "laminar.terminal";

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE.sql", description = "The script, in UTF-8.")
    private Path file;

    @Option(
            names = "-D",
            paramLabel = "key=value",
            description = "A Flink setting that the script starts with; its SETs go over it.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--target",
            paramLabel = "local|host:port",
            converter = TargetAddress.Converter.class,
            description = "Where: in this process (local, the default), or on a cluster.")
    private TargetAddress address = TargetAddress.LOCAL;

    @Option(
            names = "--savepoint",
            paramLabel = "PATH",
            description = "Go on from this savepoint or retained checkpoint.")
    private @Nullable String savepoint;

    @Option(names = "--detach", description = "Return once the job runs on the cluster.")
    private boolean detach;

    @Option(
            names = "--web-ui",
            paramLabel = "PORT",
            arity = "0..1",
            fallbackValue = "8081",
            description = "Serve Flink's web page on 127.0.0.1, port ${FALLBACK-VALUE} or PORT.")
    private @Nullable Integer webUiPort;

    @Option(
            names = "--report",
            paramLabel = "SECONDS",
            description =
                    "When the output is no terminal: a line of JSON each so many seconds (default"
                            + " ${DEFAULT-VALUE}).")
    private int reportSeconds = 10;

    @Override
    public Integer call() throws Exception {
        checkOptions();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        SqlScript script = SqlScript.read(file);
        try (StopRequest stop = StopRequest.onSignals();
                FlinkTarget target = target()) {
            ScriptRunner runner = new ScriptRunner(target, out);
            stop.whenRequested(runner::stop);
            Optional<RunningJob> started = runner.run(script, savepoint);
            if (started.isEmpty()) {
                return ExitCode.OK;
            }
            try (RunningJob job = started.get()) {
                if (webUiPort != null) {
                    err.println("Flink's web page: " + job.flink());
                }
                if (detach) {
                    out.println(job.jobId());
                    return ExitCode.OK;
                }
                Progress progress =
                        Boolean.getBoolean(TERMINAL_PROPERTY)
                                ? new TerminalProgress(out)
                                : new JsonProgress(out, err, Duration.ofSeconds(reportSeconds));
                return new JobWatch(job, command(), progress, stop).untilEnd();
            }
        }
    }

    private String command() {
        return "laminar run %s%s"
                .formatted(
                        file,
                        address.isLocal()
                                ? ""
                                : " --target %s:%d".formatted(address.host(), address.port()));
    }

    private void checkOptions() {
        if (detach && address.isLocal()) {
            throw wrong(
                    "--detach needs --target host:port: the embedded Flink ends with this command.");
        }
        if (webUiPort != null && !address.isLocal()) {
            throw wrong(
                    "--web-ui is for the embedded Flink; the cluster has its own at http://%s:%d."
                            .formatted(address.host(), address.port()));
        }
        if (reportSeconds < 1) {
            throw wrong("--report must be at least 1 second, but was " + reportSeconds + ".");
        }
    }

    private ParameterException wrong(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    private FlinkTarget target() {
        Configuration configuration = Configuration.fromMap(settings);
        if (!address.isLocal()) {
            return FlinkTarget.remote(
                    address.host(), address.port(), ConnectorsJar.find(), configuration);
        }
        if (webUiPort != null) {
            configuration.set(RestOptions.PORT, webUiPort);
        }
        return FlinkTarget.embedded(configuration);
    }
}
