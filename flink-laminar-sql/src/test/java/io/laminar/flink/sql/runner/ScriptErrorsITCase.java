// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the user reads when a script is wrong: place, problem, excerpt, and no secret. */
class ScriptErrorsITCase {

    @TempDir Path dir;

    private final FlinkTarget flink = FlinkTarget.embedded(new Configuration());

    @AfterEach
    void close() {
        flink.close();
    }

    record Wrong(String name, String script, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Wrong> wrongs() {
        return Stream.of(
                new Wrong(
                        "an unknown table, at its place in the second line of the statement",
                        "SHOW TABLES;\n\n  SELECT *\n    FROM nowhere;",
                        """
                        s.sql:4:10: Object 'nowhere' not found
                          | SELECT *
                          |     FROM nowhere"""),
                new Wrong(
                        "an unknown word, at its place in the first line of the statement",
                        "SHOW TABLES; CREAT TABLE t (id INT);",
                        "s.sql:1:14: Non-query expression encountered in illegal"
                                + " context\n  | CREAT TABLE t (id INT)"),
                new Wrong(
                        "an unknown connector",
                        "CREATE TABLE t (id INT) WITH ('connector' = 'x');\nINSERT INTO t SELECT 1;",
                        "s.sql:2:1: Unable to create a sink for writing table"
                                + " 'default_catalog.default_database.t': Cannot discover a"
                                + " connector using option: 'connector'='x': Could not find any factory for identifier 'x'"),
                new Wrong(
                        "an unknown option, without the secret in the others",
                        "CREATE TABLE t (id INT) WITH ('connector' = 'datagen', 'password' = 'geheim',"
                                + " 'x' = '1');\nSELECT * FROM t;",
                        "s.sql:2:1: Unable to create a source for reading table"
                                + " 'default_catalog.default_database.t': Unsupported options found"
                                + " for 'datagen'.\n\nUnsupported options:\n\npassword\nx\n\n"
                                + "Supported options:"),
                new Wrong(
                        "a value that a setting can't have",
                        "SET 'execution.runtime-mode' = 'sometimes';",
                        "s.sql:1:1: Could not parse value 'sometimes' for key"
                                + " 'execution.runtime-mode': Could not parse value for enum"),
                new Wrong(
                        "a statement of many long lines is cut",
                        "SELECT '" + "x".repeat(200) + "',\n1,\n2,\n3 FROM nowhere;",
                        "  | SELECT '" + "x".repeat(92) + "…\n  | 1,\n  | 2,\n  | …"),
                new Wrong(
                        "a secret in the statement itself",
                        "CREATE TABLE t (id INTEGERS) WITH ('connector' = 'x', 'password' = 'geheim');",
                        "'password' = ***"),
                new Wrong(
                        "a statement set without end",
                        "CREATE TABLE t (id INT) WITH ('connector' = 'blackhole');\n"
                                + "BEGIN STATEMENT SET;\nINSERT INTO t SELECT 1;",
                        "s.sql:2:1: This 'BEGIN STATEMENT SET;' has no 'END;'.\n"
                                + "  | BEGIN STATEMENT SET"),
                new Wrong(
                        "an end without statement set",
                        "END;",
                        "s.sql:1:1: This 'END;' has no 'BEGIN STATEMENT SET;' before it.\n  | END"),
                new Wrong(
                        "something else in a statement set",
                        "BEGIN STATEMENT SET;\nSHOW TABLES;\nEND;",
                        "s.sql:2:1: Only INSERT INTO and CREATE TABLE … AS may stand between 'BEGIN"
                                + " STATEMENT SET;' and 'END;'.\n  | SHOW TABLES"),
                new Wrong(
                        "a compiled plan",
                        "EXECUTE PLAN 'plan.json';",
                        "s.sql:1:1: A script can't run a compiled plan: it would be a second job."
                                + " Use the plan's INSERT statements instead."),
                new Wrong(
                        "replace table as",
                        "CREATE OR REPLACE TABLE t WITH ('connector' = 'blackhole') AS SELECT 1 AS id;",
                        "s.sql:1:1: A script can't have REPLACE TABLE … AS. Use DROP TABLE and"
                                + " CREATE TABLE … AS."),
                new Wrong(
                        "a statement for the SQL gateway",
                        "SHOW JOBS;",
                        "s.sql:1:1: This statement needs Flink's SQL gateway; a script can't have"
                                + " it.\n  | SHOW JOBS"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongs")
    void tells(Wrong wrong) {
        assertThatThrownBy(() -> runner(flink).run(SqlScript.parse(wrong.script(), "s.sql")))
                .isInstanceOf(ScriptException.class)
                .satisfies(
                        e ->
                                assertThat(Objects.toString(e.getMessage()))
                                        .contains(wrong.message())
                                        .doesNotContain("geheim")
                                        .doesNotContain("Exception"));
    }

    @Test
    void tellsThatAFileIsMissing() {
        Path file = dir.resolve("none.sql");
        assertThatThrownBy(() -> SqlScript.read(file))
                .isInstanceOf(ScriptException.class)
                .hasMessage("%s: There is no such file.", file);
    }

    @Test
    void tellsThatAFileIsNotUtf8() throws IOException {
        Path file = dir.resolve("latin.sql");
        Files.write(file, "SELECT 'ä';".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> SqlScript.read(file))
                .isInstanceOf(ScriptException.class)
                .hasMessage("%s: The script is not valid UTF-8.", file);
    }

    @Test
    void tellsThatThePortOfTheWebPageIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Configuration configuration = new Configuration();
            configuration.set(RestOptions.PORT, taken.getLocalPort());
            try (FlinkTarget target = FlinkTarget.embedded(configuration)) {
                assertThatThrownBy(() -> runner(target).run(SqlScript.parse("SELECT 1;", "s.sql")))
                        .isInstanceOf(ScriptException.class)
                        .hasMessage(
                                "The embedded Flink could not start (127.0.0.1:%d): Could not start"
                                        + " rest endpoint on any port in port range %d. Stop what"
                                        + " uses the port, or choose another (rest.port).",
                                taken.getLocalPort(), taken.getLocalPort());
            }
        }
    }

    @Test
    void tellsThatNothingAnswersAtTheTarget() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (FlinkTarget target =
                FlinkTarget.remote("127.0.0.1", port, List.of(), new Configuration())) {
            assertThatThrownBy(() -> runner(target).run(SqlScript.parse("SELECT 1;", "s.sql")))
                    .isInstanceOf(ScriptException.class)
                    .hasMessage(
                            "Nothing answers at http://127.0.0.1:%d: Connection refused. Check that"
                                    + " Flink's JobManager runs and that this is its REST address"
                                    + " (rest.address, rest.port).",
                            port);
        }
    }

    @Test
    void tellsThatASavepointIsMissing() {
        SqlScript script =
                SqlScript.parse(
                        """
                        CREATE TABLE t (id INT) WITH ('connector' = 'blackhole');
                        INSERT INTO t SELECT 1;
                        """,
                        "s.sql");
        String missing = dir.resolve("none").toUri().toString();
        assertThatThrownBy(
                        () -> {
                            try (RunningJob job =
                                    runner(flink).run(script, missing).orElseThrow()) {
                                job.awaitTermination();
                                throw new IOException(job.failure().orElse(""));
                            }
                        })
                .hasMessageContaining("Cannot find checkpoint or savepoint file/directory");
    }

    private static ScriptRunner runner(FlinkTarget target) {
        return new ScriptRunner(target, new PrintWriter(new StringWriter()));
    }
}
