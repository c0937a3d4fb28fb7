// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laminar.flink.benchmarks.BenchCommandLine;
import io.laminar.flink.sql.cli.ExitCode;
import io.laminar.flink.testing.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That every variant runs and writes what it should; nothing is said of how fast. */
final class PostgresSinkBenchITCase {

    private final BenchCommandLine command = new BenchCommandLine();

    @Test
    void printsALineForEachVariantWithItsRatios() throws Exception {
        int exitCode =
                command.run(
                        "postgres-sink",
                        "--rows=2000",
                        "--runs=1",
                        "--warm-up=0",
                        "--parallelism=2",
                        "--json");

        assertThat(exitCode).as(command.err()).isEqualTo(ExitCode.OK);
        ObjectMapper mapper = new ObjectMapper();
        List<String> names = new ArrayList<>();
        for (String line : command.out().lines().toList()) {
            JsonNode json = mapper.readTree(line);
            names.add(json.get("name").asText());
            assertThat(json.get("parallelism").asInt()).isEqualTo(2);
            assertThat(json.get("rows_per_s").asDouble()).isPositive();
            assertThat(json.get("ratio_vs_limit").asDouble()).isPositive();
            assertThat(json.get("ratio_vs_jdbc_default").asDouble()).isPositive();
            assertThat(json.get("ratio_vs_jdbc_best").asDouble()).isPositive();
        }
        assertThat(names)
                .containsExactly(
                        "copy-limit",
                        "append",
                        "append-one-session",
                        "append-two-phase",
                        "append-co-transactional",
                        "upsert-fresh",
                        "upsert-existing",
                        "jdbc-default",
                        "jdbc-best",
                        "jdbc-best-upsert-fresh",
                        "jdbc-best-upsert-existing");
        assertThat(command.err())
                .contains(
                        "2,000 rows of ten columns, 1 runs, checkpoint interval 2000 ms",
                        "PostgreSQL 17",
                        "fsync on",
                        "synchronous_commit on",
                        "parallelism 2, run 1 of 1: append ");
    }

    @Test
    void measuresAGivenServerAndLeavesNothingThere() throws Exception {
        PostgresServer server = PostgresServer.shared();
        server.createDatabase("given");
        String uri = server.uri(server.port(), "given");

        int exitCode =
                command.run(
                        "postgres-sink",
                        "--server=" + uri,
                        "--rows=1000",
                        "--warm-up=500",
                        "--runs=2",
                        "--shuffled",
                        "--parallelism=1",
                        "--only=append-co-transactional,upsert-fresh,jdbc-best-upsert-fresh");

        assertThat(exitCode).as(command.err()).isEqualTo(ExitCode.OK);
        assertThat(command.out().lines())
                .hasSize(4)
                .anyMatch(line -> line.startsWith("upsert-fresh"));
        assertThat(command.err())
                .contains("warming up with 500 rows of each")
                .contains("run 2 of 2: jdbc-best-upsert-fresh ");
        try (BenchServer given = BenchServer.at(uri)) {
            assertThat(
                            given.query(
                                    "SELECT coalesce(string_agg(oid::regclass::text, ', '), '') FROM"
                                            + " pg_class WHERE relnamespace NOT IN"
                                            + " ('pg_catalog'::regnamespace,"
                                            + " 'information_schema'::regnamespace,"
                                            + " 'pg_toast'::regnamespace)"))
                    .isEmpty();
            assertThat(
                            given.query(
                                    "SELECT string_agg(nspname, ', ') FROM pg_namespace WHERE"
                                            + " nspname NOT LIKE 'pg_%' AND nspname <>"
                                            + " 'information_schema'"))
                    .isEqualTo("public");
        }
    }

    @Test
    void dropsNoSchemaOfSomebodyElse() throws Exception {
        PostgresServer server = PostgresServer.shared();
        server.createDatabase("taken");
        String uri = server.uri(server.port(), "taken");
        try (BenchServer given = BenchServer.at(uri)) {
            given.execute("CREATE SCHEMA laminar_bench");

            assertThatThrownBy(() -> BenchSchema.create(given))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "The database has a schema 'laminar_bench' already, which the benchmark"
                                    + " would drop. Drop it if an earlier run left it (DROP SCHEMA"
                                    + " laminar_bench CASCADE), or take another database.");
        }
    }

    @Test
    void findsMissingRows(@TempDir Path folder) throws Exception {
        List<Path> files = CopyLimit.writeFiles(folder, /* parallelism= */ 1, /* rows= */ 5);
        try (BenchServer server = BenchServer.at(PostgresServer.shared().uri());
                BenchSchema schema = BenchSchema.create(server)) {
            PostgresSinkBenchmark benchmark =
                    new PostgresSinkBenchmark(
                            server, schema, /* rows= */ 6, /* isShuffled= */ false);

            assertThatThrownBy(() -> benchmark.run(Variant.COPY_LIMIT, /* parallelism= */ 1, files))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "copy-limit should have written 6 rows, but the table holds 5, 5 of"
                                    + " them from this run.");
        }
    }

    @Test
    void saysWhyAJobFailed(@TempDir Path folder) throws Exception {
        List<Path> files = CopyLimit.writeFiles(folder, /* parallelism= */ 1, /* rows= */ 5);
        try (BenchServer server = BenchServer.at(PostgresServer.shared().uri());
                BenchSchema schema = BenchSchema.create(server)) {
            schema.createTable();
            CopyLimit.load(server, BenchSchema.TABLE, files);
            BenchJob job =
                    new BenchJob(
                            server,
                            BenchSchema.TABLE,
                            /* rows= */ 5,
                            /* parallelism= */ 1,
                            /* isShuffled= */ false);

            assertThatThrownBy(() -> BenchJob.await(Variant.APPEND, job.start(Variant.APPEND)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("The job of append failed: ")
                    .hasMessageContaining(
                            "duplicate key value violates unique constraint \"target_pkey\"");
        }
    }

    @Test
    void tellsHowMuchMemoryASoakTakes() throws Exception {
        int exitCode =
                command.run(
                        "postgres-sink-soak",
                        "--minutes=0.05",
                        "--samples=2",
                        "--max-growth=1000000",
                        "--json");

        assertThat(exitCode).as(command.err()).isEqualTo(ExitCode.OK);
        JsonNode json = new ObjectMapper().readTree(command.out());
        assertThat(json.get("heap_first_bytes").asLong()).isPositive();
        assertThat(json.get("heap_last_bytes").asLong()).isPositive();
        assertThat(json.has("growth_mib_per_minute")).isTrue();
        assertThat(command.err().lines()).hasSize(3).last().asString().contains("heap after GC");
    }

    @Test
    void failsIfMemoryGrowsByMoreThanItMay() {
        int exitCode =
                command.run(
                        "postgres-sink-soak",
                        "--minutes=0.05",
                        "--samples=2",
                        "--max-growth=-1000000");

        assertThat(exitCode).as(command.err()).isEqualTo(ExitCode.FAILED);
        assertThat(command.err().lines())
                .last()
                .asString()
                .matches(
                        "Memory grows by -?[0-9.]+ MiB a minute, more than --max-growth -1000000\\.0"
                                + " allows\\. A run of a few minutes says little: the process still"
                                + " warms up\\.");
    }
}
