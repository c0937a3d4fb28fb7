// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptRunnerITCase {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** Shared by all tests; it starts with the first job. */
    private static final FlinkTarget FLINK = FlinkTarget.embedded(new Configuration());

    @TempDir Path dir;

    private final StringWriter printed = new StringWriter();
    private final ScriptRunner runner = new ScriptRunner(FLINK, new PrintWriter(printed));

    @AfterAll
    static void stop() {
        FLINK.close();
    }

    @Test
    void runsAllInsertsAsOneJobThatReadsItsSourceOnce() throws Exception {
        SqlScript script =
                script(
                        """
                        CREATE TABLE numbers (id BIGINT) WITH (
                          'connector' = 'datagen', 'rows-per-second' = '1000');
                        CREATE TABLE a (id BIGINT) WITH ('connector' = 'blackhole');
                        CREATE TABLE b (id BIGINT) WITH ('connector' = 'blackhole');
                        CREATE TABLE c (id BIGINT) WITH ('connector' = 'blackhole');
                        INSERT INTO a SELECT id FROM numbers;
                        SET 'pipeline.name' = 'three sinks';
                        EXECUTE STATEMENT SET BEGIN
                          INSERT INTO b SELECT id FROM numbers WHERE id > 0;
                        END;
                        BEGIN STATEMENT SET;
                        INSERT INTO c SELECT id + 1 FROM numbers;
                        END;
                        """);
        try (RunningJob job = runner.run(script).orElseThrow()) {
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(job.operators())
                                            .filteredOn(o -> o.role() == OperatorRecords.Role.SINK)
                                            .hasSize(3)
                                            .allMatch(o -> o.recordsIn() > 0));
            assertThat(job.operators())
                    .filteredOn(o -> o.role() == OperatorRecords.Role.SOURCE)
                    .singleElement()
                    .satisfies(
                            source -> {
                                assertThat(source.operator()).startsWith("Source__numbers[");
                                assertThat(source.recordsOut()).isPositive();
                            });
            // The counters of source and sinks are not read at one moment: the order holds in time.
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(job.recordsOutOfSources())
                                            .isPositive()
                                            .isLessThan(job.recordsIntoSinks()));
            assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
            job.cancel();
            assertThat(job.awaitTermination()).isEqualTo(JobStatus.CANCELED);
            assertThat(job.failure()).isEmpty();
        }
    }

    @Test
    void waitsForTheEndOfABoundedJob() throws Exception {
        Path csv = Files.writeString(dir.resolve("in.csv"), "1,a\n2,b\n3,c\n");
        SqlScript script =
                script(
                        """
                        SET 'parallelism.default' = '1';
                        CREATE TABLE input (id INT, name STRING) WITH (
                          'connector' = 'filesystem', 'path' = '%s', 'format' = 'csv');
                        CREATE TABLE output (id INT, name STRING) WITH (
                          'connector' = 'filesystem', 'path' = '%s', 'format' = 'json');
                        INSERT INTO output SELECT id * 10, UPPER(name) FROM input;
                        """
                                .formatted(csv, dir.resolve("out")));
        try (RunningJob job = runner.run(script).orElseThrow()) {
            assertThat(job.awaitTermination()).isEqualTo(JobStatus.FINISHED);
            assertThat(job.status()).isEqualTo(JobStatus.FINISHED);
        }
        assertThat(rows(dir.resolve("out")))
                .containsExactlyInAnyOrder(
                        "{\"id\":10,\"name\":\"A\"}",
                        "{\"id\":20,\"name\":\"B\"}",
                        "{\"id\":30,\"name\":\"C\"}");
    }

    @Test
    void createTableAsIsPartOfTheJobAndItsTableIsThereForTheNextStatement() throws Exception {
        SqlScript script =
                script(
                        """
                        CREATE TABLE output WITH (
                          'connector' = 'filesystem', 'path' = '%s', 'format' = 'csv')
                        AS SELECT 1 AS id;
                        INSERT INTO output SELECT 2;
                        """
                                .formatted(dir.resolve("out")));
        try (RunningJob job = runner.run(script).orElseThrow()) {
            assertThat(job.awaitTermination()).isEqualTo(JobStatus.FINISHED);
        }
        assertThat(rows(dir.resolve("out"))).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void printsRowsAtTheirPlaceAndNeedsNoInsert() {
        SqlScript script =
                script(
                        """
                        CREATE TABLE t (id INT) WITH ('connector' = 'blackhole');
                        SHOW TABLES;
                        SET 'execution.runtime-mode' = 'batch';
                        SELECT id * 2 AS twice FROM (VALUES (1), (2)) AS v(id) ORDER BY id;
                        DROP TABLE t;
                        SHOW TABLES;
                        """);
        assertThat(runner.run(script)).isEmpty();
        assertThat(printed.toString().replace(System.lineSeparator(), "\n"))
                .isEqualTo(
                        """
                        +------------+
                        | table name |
                        +------------+
                        |          t |
                        +------------+
                        1 row in set
                        +-------------+
                        |       twice |
                        +-------------+
                        |           2 |
                        |           4 |
                        +-------------+
                        2 rows in set
                        Empty set
                        """);
    }

    @Test
    void printsSettingsAndPlansWithoutSecrets() {
        SqlScript script =
                script(
                        """
                        SET 'a.password' = 'hunter2';
                        SET 'b' = '1';
                        SET 'b' = '2';
                        SET 'c' = '3';
                        RESET 'c';
                        SET;
                        CREATE TABLE t (id INT) WITH (
                          'connector' = 'blackhole', 'property-version' = '1');
                        CREATE TABLE secrets (id INT) WITH (
                          'connector' = 'x', 'password' = 'hunter2',
                          'url' = 'postgresql://app:hunter2@db/app');
                        SHOW CREATE TABLE secrets;
                        EXPLAIN INSERT INTO t SELECT 1;
                        RESET;
                        SET;
                        """);
        assertThat(runner.run(script)).isEmpty();
        assertThat(printed.toString())
                .startsWith(
                        "SET 'a.password' = ***;"
                                + System.lineSeparator()
                                + "SET 'b' = '2';"
                                + System.lineSeparator())
                .contains("'password' = ***", "postgresql://app:***@db/app")
                .contains("== Optimized Execution Plan ==")
                .doesNotContain("hunter2")
                .doesNotContain("'c'");
    }

    @Test
    void goesOnFromASavepoint() throws Exception {
        String statements =
                """
                SET 'parallelism.default' = '1';
                CREATE TABLE numbers (id BIGINT) WITH (
                  'connector' = 'datagen', 'rows-per-second' = '100',
                  'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '%d');
                CREATE TABLE output (id BIGINT) WITH (
                  'connector' = 'filesystem', 'path' = '%s', 'format' = 'csv');
                INSERT INTO output SELECT id FROM numbers;
                """;
        Path output = dir.resolve("out");
        String savepoint;
        try (RunningJob job = runner.run(script(statements.formatted(300, output))).orElseThrow()) {
            await().atMost(SOON).until(() -> job.recordsIntoSinks() >= 100);

            savepoint = job.stopWithSavepoint(dir.resolve("savepoints").toUri().toString());
            assertThat(job.awaitTermination()).isEqualTo(JobStatus.FINISHED);
            assertThat(job.completedCheckpoints()).isPositive();
        }
        assertThat(rows(output)).hasSizeBetween(100, 299);
        try (RunningJob job =
                runner.run(script(statements.formatted(300, output)), savepoint).orElseThrow()) {
            assertThat(job.awaitTermination()).isEqualTo(JobStatus.FINISHED);
        }
        assertThat(rows(output)).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void drainingClosesEveryWindow() throws Exception {
        SqlScript script =
                script(
                        """
                        SET 'parallelism.default' = '1';
                        CREATE TABLE numbers (
                          id BIGINT, ts AS TIMESTAMP '2026-01-01 00:00:00',
                          WATERMARK FOR ts AS ts
                        ) WITH (
                          'connector' = 'datagen', 'rows-per-second' = '100');
                        CREATE TABLE output (n BIGINT) WITH (
                          'connector' = 'filesystem', 'path' = '%s', 'format' = 'csv');
                        INSERT INTO output SELECT COUNT(*)
                          FROM TABLE(TUMBLE(TABLE numbers, DESCRIPTOR(ts), INTERVAL '1' HOUR))
                          GROUP BY window_start, window_end;
                        """
                                .formatted(dir.resolve("out")));
        try (RunningJob job = runner.run(script).orElseThrow()) {
            await().atMost(SOON).until(() -> job.recordsOutOfSources() >= 100);
            job.stopWithDrain(dir.resolve("savepoints").toUri().toString());
            assertThat(job.awaitTermination()).isEqualTo(JobStatus.FINISHED);
        }
        assertThat(rows(dir.resolve("out")))
                .singleElement()
                .satisfies(count -> assertThat(Long.parseLong(count)).isGreaterThanOrEqualTo(100));
    }

    @Test
    void tellsWhyAJobFailedAndHowOftenItWasRestarted() throws Exception {
        SqlScript script =
                script(
                        """
                        SET 'parallelism.default' = '1';
                        SET 'restart-strategy.type' = 'fixed-delay';
                        SET 'restart-strategy.fixed-delay.attempts' = '1';
                        SET 'restart-strategy.fixed-delay.delay' = '100 ms';
                        CREATE TABLE numbers (id INT) WITH (
                          'connector' = 'datagen', 'number-of-rows' = '1');
                        CREATE TABLE output (id INT) WITH ('connector' = 'blackhole');
                        INSERT INTO output SELECT CAST('token=abc' AS INT) FROM numbers;
                        """);
        try (RunningJob job = runner.run(script).orElseThrow()) {
            assertThat(job.awaitTermination()).isEqualTo(JobStatus.FAILED);
            assertThat(job.failure())
                    .hasValue("For input string: 'token=***'. Invalid character found.");
            assertThat(job.restarts())
                    .hasSize(2)
                    .allMatch(
                            restart -> restart.cause().startsWith("For input string: 'token=***"));
        }
    }

    @Test
    void knowsWhereASavepointLastsOnlyIfTheScriptNamesAPlace() throws Exception {
        String statements =
                """
                CREATE TABLE numbers (id INT) WITH ('connector' = 'datagen');
                CREATE TABLE output (id INT) WITH ('connector' = 'blackhole');
                INSERT INTO output SELECT id FROM numbers;
                """;
        try (RunningJob job = runner.run(script(statements)).orElseThrow()) {
            assertThat(job.durableDirectory()).isEmpty();
            job.cancel();
            job.awaitTermination();
        }
        String folder = dir.toUri().toString();
        for (String key : List.of("execution.checkpointing.dir", "state.savepoints.dir")) {
            SqlScript script = script("SET '%s' = '%s';".formatted(key, folder) + statements);
            try (RunningJob job = runner.run(script).orElseThrow()) {
                assertThat(job.durableDirectory()).hasValue(folder);
                job.cancel();
                job.awaitTermination();
            }
        }
    }

    @Test
    void stoppingCancelsAQueryAndCarriesOutNothingMore() throws Exception {
        SqlScript script =
                script(
                        """
                        CREATE TABLE numbers (id INT) WITH ('connector' = 'datagen');
                        CREATE TABLE output (id INT) WITH ('connector' = 'blackhole');
                        SELECT id FROM numbers;
                        SHOW TABLES;
                        INSERT INTO output SELECT id FROM numbers;
                        """);
        CompletableFuture<Optional<RunningJob>> run =
                CompletableFuture.supplyAsync(() -> runner.run(script));
        await().atMost(SOON).until(() -> run.isDone() || printed.toString().contains("| +I |"));
        runner.stop();
        assertThat(run.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEmpty();
        assertThat(printed.toString()).doesNotContain("table name");
    }

    private static SqlScript script(String text) {
        return SqlScript.parse(text, "script.sql");
    }

    /** The rows of all finished files in a folder that Flink's filesystem connector wrote. */
    static List<String> rows(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .flatMap(ScriptRunnerITCase::lines)
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
