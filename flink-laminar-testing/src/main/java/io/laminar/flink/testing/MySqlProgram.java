// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How one server is run.
 *
 * @param initialize makes the system tables; the folder of the data goes after it
 * @param serve the server itself; its options go after it
 * @param settings that this server has beside those of every server
 */
record MySqlProgram(List<String> initialize, List<String> serve, Map<String, String> settings) {

    private static final String ACCOUNT = "--user=" + System.getProperty("user.name");

    static MySqlProgram mySql(Path base, List<String> program) {
        List<String> serve = with(program, "--no-defaults", "--basedir=" + base, ACCOUNT);
        return new MySqlProgram(
                with(serve, "--initialize-insecure"),
                serve,
                Map.of(
                        "mysqlx",
                        "OFF",
                        "gtid_mode",
                        "ON",
                        "enforce_gtid_consistency",
                        "ON",
                        // Debian gives it a folder that only an installed server has.
                        "secure_file_priv",
                        "NULL"));
    }

    static MySqlProgram mariaDb(Path base) throws IOException {
        for (String program :
                List.of(
                        "bin/mariadbd",
                        "bin/my_print_defaults",
                        "bin/resolveip",
                        "scripts/mariadb-install-db")) {
            // Lost on the way through Maven.
            if (!base.resolve(program).toFile().setExecutable(true)) {
                throw new IOException(base.resolve(program) + " can't be made executable.");
            }
        }
        List<String> options = List.of("--no-defaults", "--basedir=" + base, ACCOUNT);
        return new MySqlProgram(
                Stream.of(
                                List.of(base.resolve("scripts/mariadb-install-db").toString()),
                                options,
                                List.of("--skip-name-resolve", "--skip-test-db"))
                        .flatMap(List::stream)
                        .toList(),
                Stream.of(List.of(base.resolve("bin/mariadbd").toString()), options)
                        .flatMap(List::stream)
                        .toList(),
                Map.of("ssl", "OFF"));
    }

    /** The command with more arguments. */
    static List<String> with(List<String> command, String... more) {
        return Stream.concat(command.stream(), Stream.of(more)).toList();
    }

    /** Runs a command that ends by itself; it may print into its folder. */
    static void run(List<String> command, Path folder) throws IOException {
        Path log = folder.resolve("initialize.log");
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command.get(0) + " failed:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new IOException("Interrupted while running " + command.get(0), e);
        }
    }
}
