// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laminar.flink.sql.runner.FlinkTarget;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line in this process: output, exit codes, an embedded Flink and a remote one. */
class LaminarCommandITCase {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String TABLES =
            """
            CREATE TABLE numbers (id INT) WITH (
              'connector' = 'datagen', 'rows-per-second' = '100');
            CREATE TABLE output (id INT) WITH ('connector' = 'blackhole');
            """;
    private static final String ENDLESS = TABLES + "INSERT INTO output SELECT id FROM numbers;\n";

    @TempDir Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void exitsWith0WhenTheJobHasFinished() throws Exception {
        String script =
                """
                CREATE TABLE output (id INT) WITH (
                  'connector' = 'filesystem', 'path' = '%s', 'format' = 'csv');
                INSERT INTO output SELECT 7;
                """
                        .formatted(dir.resolve("out"));
        assertThat(laminar("run", file(script))).isZero();
        assertThat(err.toString()).startsWith("Finished after ");
        assertThat(json(lastLine()).get("state").asText()).isEqualTo("FINISHED");
    }

    @Test
    void exitsWith1WhenTheJobHasFailedAndSaysWhyWithoutSecrets() throws Exception {
        String script = TABLES + "INSERT INTO output SELECT CAST('token=abc' AS INT) FROM numbers;";
        assertThat(
                        laminar(
                                "run",
                                file(script),
                                "--report",
                                "1",
                                "-Drestart-strategy.type=fixed-delay",
                                "-Drestart-strategy.fixed-delay.attempts=1",
                                "-Drestart-strategy.fixed-delay.delay=1s"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("The job failed and starts again: For input string: 'token=***'")
                .contains("The job failed: For input string: 'token=***'")
                .doesNotContain("abc")
                .doesNotContain("\tat ");
        assertThat(json(lastLine()).get("state").asText()).isEqualTo("FAILED");
    }

    @Test
    void exitsWith2WhenTheScriptIsWrong() throws Exception {
        String file = file("SELECT * FROM nowhere;");
        assertThat(laminar("run", file)).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        file + ":1:15: Object 'nowhere' not found\n  | SELECT * FROM nowhere\n");
    }

    @Test
    void showsTheStackTraceIfAskedFor() throws Exception {
        assertThat(laminar("run", "--verbose", file("SELECT * FROM nowhere;"))).isEqualTo(2);
        assertThat(err.toString()).contains("Object 'nowhere' not found", "\tat io.laminar.flink");
    }

    @Test
    void blotsOutSecretsInTheStackTraceToo() throws Exception {
        String script = "SELECT * FROM `token=s3cret`;";
        assertThat(laminar("run", "--verbose", file(script))).isEqualTo(2);
        assertThat(err.toString())
                .contains("\tat io.laminar.flink", "token=***")
                .doesNotContain("s3cret");
    }

    @Test
    void exitsWith2WhenTheCommandLineIsWrong() throws Exception {
        String file = file("SELECT 1;");
        assertWrong("Missing required parameter: 'FILE.sql'", "run");
        assertWrong("Say which command: 'laminar run FILE'.");
        assertWrong("Unknown option: '--quick'", "run", file, "--quick");
        assertWrong(
                "'cluster' is neither 'local' nor the REST address of a Flink cluster as"
                        + " 'host:port', for example 'localhost:8081'",
                "run",
                file,
                "--target",
                "cluster");
        assertWrong(
                "'h:99999' is neither 'local' nor the REST address",
                "run",
                file,
                "--target",
                "h:99999");
        assertWrong(
                "--detach needs --target host:port: the embedded Flink ends with this command.",
                "run",
                file,
                "--detach");
        assertWrong(
                "--web-ui is for the embedded Flink; the cluster has its own at http://h:1.",
                "run",
                file,
                "--target",
                "h:1",
                "--web-ui");
        assertWrong("--report must be at least 1 second, but was 0.", "run", file, "--report", "0");
    }

    private void assertWrong(String message, String... args) {
        err.getBuffer().setLength(0);
        assertThat(laminar(args)).isEqualTo(2);
        assertThat(err.toString()).contains(message).contains("Usage: laminar");
    }

    @Test
    void printsHelpAndVersions() {
        assertThat(laminar("--help")).isZero();
        assertThat(out.toString()).contains("run", "Exit codes:", "2   the script");
        assertThat(laminar("run", "--help")).isZero();
        assertThat(out.toString())
                .contains("FILE.sql", "-D=key=value", "--target", "--savepoint", "--detach")
                .contains("--web-ui", "--report");
        assertThat(laminar("--version")).isZero();
        assertThat(out.toString()).contains("laminar ", "Apache Flink 1.20.3", "Java ");
    }

    @Test
    void takesCommandsOfOtherModules() {
        assertThat(laminar("greet", "Ada")).isZero();
        assertThat(out.toString()).isEqualToNormalizingNewlines("Hello Ada\n");
    }

    @Test
    void reportsAndServesTheWebPageWhileTheJobRuns() throws Exception {
        CompletableFuture<Integer> run =
                CompletableFuture.supplyAsync(
                        () -> laminar("run", file(ENDLESS), "--report", "1", "--web-ui", "0"));
        await().atMost(SOON).until(() -> run.isDone() || out.toString().lines().count() > 3);
        JsonNode report = json(out.toString().lines().skip(3).findFirst().orElseThrow());
        assertThat(report.get("state").asText()).isEqualTo("RUNNING");
        assertThat(report.get("records_in").asLong()).isPositive();
        assertThat(report.get("records_out").asLong()).isPositive();
        assertThat(report.get("records_in_per_second").isNumber()).isTrue();
        assertThat(report.get("records_out_per_second").isNumber()).isTrue();
        assertThat(report.get("checkpoints").isNumber()).isTrue();
        assertThat(report.get("seconds").asLong()).isPositive();
        assertThat(report.get("time").asText()).endsWith("Z");

        URI page = URI.create(err.toString().strip().replace("Flink's web page: ", ""));
        assertThat(page.getHost()).isEqualTo("127.0.0.1");
        assertThat(get(page)).contains("<title>Apache Flink Web Dashboard</title>");
        try (RestClusterClient<?> client = client(page)) {
            client.cancel(JobID.fromHexString(report.get("job").asText())).get();
        }
        assertThat(run.get(SOON.toSeconds(), TimeUnit.SECONDS)).isZero();
        assertThat(err.toString()).contains("Cancelled after ");
    }

    @Test
    void startsAJobOnAClusterAndLeavesItThere() throws Exception {
        try (FlinkTarget cluster = FlinkTarget.embedded(new Configuration())) {
            URI rest = cluster.start(new Configuration());
            String address = rest.getHost() + ":" + rest.getPort();
            assertThat(laminar("run", file(ENDLESS), "--target", address, "--detach")).isZero();
            String job = out.toString().strip();
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(get(rest.resolve("/jobs/" + job)))
                                            .contains("\"state\":\"RUNNING\""));
        }
    }

    @Test
    void watchesAJobOnAClusterAndGoesOnFromASavepoint() throws Exception {
        try (FlinkTarget cluster = FlinkTarget.embedded(new Configuration())) {
            URI rest = cluster.start(new Configuration());
            String address = rest.getHost() + ":" + rest.getPort();
            String statements =
                    """
                    CREATE TABLE numbers (id BIGINT) WITH (
                      'connector' = 'datagen', 'rows-per-second' = '%d',
                      'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '300');
                    CREATE TABLE output (id BIGINT) WITH (
                      'connector' = 'filesystem', 'path' = '%s', 'format' = 'csv');
                    INSERT INTO output SELECT id FROM numbers;
                    """;
            String slow = file(statements.formatted(10, dir.resolve("out")));
            assertThat(
                            laminar(
                                    "run",
                                    slow,
                                    "--target",
                                    address,
                                    "--detach",
                                    "-D",
                                    "parallelism.default=1"))
                    .isZero();
            String job = out.toString().strip();
            String savepoint = stopWithSavepoint(rest, JobID.fromHexString(job));
            String fast = file(statements.formatted(1000, dir.resolve("out")));
            assertThat(
                            laminar(
                                    "run",
                                    fast,
                                    "--target",
                                    address,
                                    "--savepoint",
                                    savepoint,
                                    "-D",
                                    "parallelism.default=1"))
                    .isZero();
        }
        assertThat(rows(dir.resolve("out"))).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void interruptingStopsWithASavepointIfAPlaceIsNamed() throws Exception {
        String script = file(ENDLESS);
        String folder = dir.resolve("savepoints").toUri().toString();
        CompletableFuture<Integer> run =
                CompletableFuture.supplyAsync(
                        () ->
                                laminar(
                                        "run",
                                        script,
                                        "--report",
                                        "1",
                                        "-D",
                                        "execution.checkpointing.savepoint-dir=" + folder));
        await().atMost(SOON).until(() -> run.isDone() || out.toString().contains("RUNNING"));
        interruptThisProcess();
        assertThat(run.get(SOON.toSeconds(), TimeUnit.SECONDS)).isZero();
        assertThat(err.toString())
                .contains("Stopped with the savepoint " + folder.replace("///", "/"))
                .contains("To go on: laminar run " + script + " --savepoint file:/");
        assertThat(json(lastLine()).get("state").asText()).isEqualTo("FINISHED");
    }

    @Test
    void interruptingCancelsIfNoPlaceForASavepointIsNamed() throws Exception {
        CompletableFuture<Integer> run =
                CompletableFuture.supplyAsync(() -> laminar("run", file(ENDLESS), "--report", "1"));
        await().atMost(SOON).until(() -> run.isDone() || out.toString().contains("RUNNING"));
        interruptThisProcess();
        assertThat(run.get(SOON.toSeconds(), TimeUnit.SECONDS)).isZero();
        assertThat(err.toString())
                .contains(
                        "Cancelled, without a savepoint: no 'execution.checkpointing.savepoint-dir'"
                                + " or 'execution.checkpointing.dir' is set.");
        assertThat(json(lastLine()).get("state").asText()).isEqualTo("CANCELED");
    }

    @Test
    void interruptingEndsAQuery() throws Exception {
        CompletableFuture<Integer> run =
                CompletableFuture.supplyAsync(
                        () -> laminar("run", file(TABLES + "SELECT id FROM numbers;")));
        await().atMost(SOON).until(() -> run.isDone() || out.toString().contains("| +I |"));
        interruptThisProcess();
        assertThat(run.get(SOON.toSeconds(), TimeUnit.SECONDS)).isZero();
        assertThat(err.toString()).isEmpty();
    }

    private int laminar(String... args) {
        return LaminarCommand.execute(new PrintWriter(out), new PrintWriter(err), args);
    }

    private String file(String script) {
        try {
            return Files.writeString(Files.createTempFile(dir, "script", ".sql"), script)
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String lastLine() {
        return out.toString().lines().reduce("", (before, line) -> line);
    }

    private static JsonNode json(String line) throws IOException {
        return new ObjectMapper().readTree(line);
    }

    /** What a terminal does on Ctrl-C. */
    private static void interruptThisProcess() throws Exception {
        String pid = Long.toString(ProcessHandle.current().pid());
        assertThat(new ProcessBuilder("kill", "-INT", pid).start().waitFor()).isZero();
    }

    private static String get(URI uri) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private String stopWithSavepoint(URI rest, JobID job) throws Exception {
        try (RestClusterClient<?> client = client(rest)) {
            await().atMost(SOON)
                    .until(
                            () ->
                                    client.getJobDetails(job).get().getJobVertexInfos().stream()
                                            .allMatch(
                                                    vertex ->
                                                            vertex.getExecutionState()
                                                                    == ExecutionState.RUNNING));
            return client.stopWithSavepoint(
                            job,
                            /* advanceToEndOfTime= */ false,
                            dir.resolve("savepoints").toUri().toString(),
                            SavepointFormatType.CANONICAL)
                    .get();
        }
    }

    private static RestClusterClient<?> client(URI rest) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.ADDRESS, rest.getHost());
        configuration.set(RestOptions.PORT, rest.getPort());
        return new RestClusterClient<>(configuration, StandaloneClusterId.getInstance());
    }

    private static List<String> rows(Path folder) throws IOException {
        List<String> rows = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().startsWith(".")) {
                    rows.addAll(Files.readAllLines(file));
                }
            }
        }
        return rows;
    }
}
