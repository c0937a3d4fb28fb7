// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Flink's SQL client, a process for each script, talking to the cluster's SQL gateway.
 *
 * <p>Threads: one at a time.
 */
public final class SqlClient {

    private static final long PATIENCE_SECONDS = 120;

    private final String classPath;
    private final ClusterConfig config;
    private final Path logs;
    private final Map<String, String> environment;
    private int runs;

    SqlClient(String classPath, ClusterConfig config, Path logs, Map<String, String> environment) {
        this.classPath = classPath;
        this.config = config;
        this.logs = logs;
        this.environment = environment;
    }

    /**
     * Runs a script whose statements must all succeed.
     *
     * @throws AssertionError with the client's output, if one does not
     */
    public SqlClientOutput run(String script) throws IOException, InterruptedException {
        SqlClientOutput output = runToItsEnd(script);
        if (output.hasError()) {
            throw new AssertionError("A statement failed in the SQL client:\n" + output.text());
        }
        return output;
    }

    /**
     * Runs a script that the client must stop with an error.
     *
     * @throws AssertionError with the client's output, if all statements succeed
     */
    public SqlClientOutput runRefused(String script) throws IOException, InterruptedException {
        SqlClientOutput output = runToItsEnd(script);
        if (!output.hasError()) {
            throw new AssertionError("No statement failed in the SQL client:\n" + output.text());
        }
        return output;
    }

    private SqlClientOutput runToItsEnd(String script) throws IOException, InterruptedException {
        runs++;
        Path scriptFile = logs.resolve("sql-client-" + runs + ".sql");
        Files.writeString(scriptFile, script);
        try (JavaProcess client =
                JavaProcess.start(
                        "SQL client",
                        logs.resolve("sql-client-" + runs + ".log"),
                        classPath,
                        List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"),
                        environment,
                        "org.apache.flink.table.client.SqlClient",
                        List.of(
                                "gateway",
                                "--endpoint",
                                ClusterConfig.LOOPBACK + ":" + config.ports().gateway(),
                                "--history",
                                logs.resolve("sql-client.history").toString(),
                                "--file",
                                scriptFile.toString()))) {
            if (!client.waitFor(PATIENCE_SECONDS)) {
                throw new AssertionError(
                        "The SQL client did not end; its output:\n" + client.output());
            }
            return new SqlClientOutput(client.exitCode(), client.output());
        }
    }
}
