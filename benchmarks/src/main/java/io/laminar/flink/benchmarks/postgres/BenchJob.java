// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import io.laminar.flink.benchmarks.postgres.Variant.Keys;
import io.laminar.flink.benchmarks.postgres.Variant.Writer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/**
 * The Flink job of one run: {@code INSERT INTO target SELECT * FROM prepared}.
 *
 * @param table with its schema
 * @param isShuffled whether the keys of upserts come in an order that looks random
 */
record BenchJob(BenchServer server, String table, long rows, int parallelism, boolean isShuffled) {

    static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(2);

    private static final String FLINK_COLUMNS =
            "id BIGINT, uid STRING, ts %s, lat DOUBLE, lon DOUBLE, price DECIMAL(12, 4), kind"
                    + " SMALLINT, ok BOOLEAN, note STRING, tags %s";

    /** Starts it in this process; a failure ends it. */
    TableResult start(Variant variant) {
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(parallelism);
        StreamTableEnvironment sql = StreamTableEnvironment.create(environment);
        // The peer writes no arrays, and no instants: it gets what the server reads as such.
        boolean isPeer = variant.writer() == Writer.JDBC;
        String columns =
                isPeer
                        ? String.format(FLINK_COLUMNS, "TIMESTAMP(6)", "STRING")
                        : String.format(FLINK_COLUMNS, "TIMESTAMP_LTZ(6)", "ARRAY<STRING>");
        sql.executeSql(
                String.format(
                        "CREATE TABLE prepared (%s) WITH ('connector' = 'bench-rows', 'rows' = '%d',"
                                + " 'shuffled' = '%s', 'array-text' = '%s')",
                        columns, rows, isShuffled && variant.keys() != Keys.NONE, isPeer));
        sql.executeSql(
                String.format(
                        "CREATE TABLE target (%s%s) WITH (%s, %s)",
                        columns,
                        variant.keys() == Keys.NONE ? "" : ", PRIMARY KEY (id) NOT ENFORCED",
                        isPeer ? jdbcOptions(variant) : laminarOptions(),
                        variant.options()));
        return sql.executeSql("INSERT INTO target SELECT * FROM prepared");
    }

    /**
     * Returns when the job has written everything.
     *
     * @throws IllegalStateException if it failed; the message says why
     */
    static void await(Variant variant, TableResult job) throws InterruptedException {
        try {
            job.await();
        } catch (ExecutionException e) {
            throw BenchErrors.jobFailed(variant, e);
        }
    }

    private String laminarOptions() {
        return String.format(
                "'connector' = 'laminar-postgres', 'connection' = '%s', 'table' = '%s'",
                quoted(server.connection()), table);
    }

    /** A password is no part of the URL, which Flink shows. */
    private String jdbcOptions(Variant variant) {
        String options =
                String.format(
                        "'connector' = 'jdbc', 'url' = '%s', 'table-name' = '%s'",
                        quoted(server.jdbcUrl("&stringtype=unspecified" + variant.urlParameters())),
                        table);
        String password = server.password();
        // The connector takes both or neither.
        return password == null
                ? options
                : String.format(
                        "%s, 'username' = '%s', 'password' = '%s'",
                        options, quoted(server.user()), quoted(password));
    }

    private static String quoted(String text) {
        return text.replace("'", "''");
    }
}
