// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import io.laminar.flink.benchmarks.postgres.Variant.Keys;
import io.laminar.flink.benchmarks.postgres.Variant.Writer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/**
 * Runs the variants on one server, each as a Flink job from prepared rows to the last commit.
 *
 * <p>Threads: one run at a time.
 */
final class PostgresSinkBenchmark {

    static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(2);

    private static final String TABLE = "public.laminar_bench";

    private static final String FLINK_COLUMNS =
            "id BIGINT, uid STRING, ts %s, lat DOUBLE, lon DOUBLE, price DECIMAL(12, 4), kind"
                    + " SMALLINT, ok BOOLEAN, note STRING, tags %s";

    private final BenchServer server;
    private final long rows;
    private final boolean isShuffled;

    /**
     * @param isShuffled whether the keys of upserts come in an order that looks random
     */
    PostgresSinkBenchmark(BenchServer server, long rows, boolean isShuffled) {
        this.server = server;
        this.rows = rows;
        this.isShuffled = isShuffled;
    }

    /**
     * Refuses a database in which a run would drop a table that it has not made.
     *
     * @throws IllegalStateException if there is one
     */
    static void checkNoTable(BenchServer server) throws SQLException {
        if (server.queryLong("SELECT count(to_regclass('" + TABLE + "'))") > 0) {
            throw new IllegalStateException(BenchErrors.tableExists(TABLE));
        }
    }

    /**
     * Measures one variant once.
     *
     * @return rows a second, from the first row until everything is committed
     * @throws IllegalStateException if the table does not hold what it should
     */
    double run(Variant variant, int parallelism, List<Path> binaryFiles)
            throws SQLException, IOException, InterruptedException, ExecutionException {
        server.execute("CREATE TABLE " + TABLE + " (" + BenchRows.COLUMNS + ")");
        try {
            if (variant.keys() == Keys.EXISTING) {
                CopyLimit.load(server, TABLE, binaryFiles);
            }
            server.settle(TABLE);
            String before = server.query("SELECT txid_current() & 4294967295");
            long nanos =
                    variant.writer() == Writer.COPY
                            ? CopyLimit.load(server, TABLE, binaryFiles)
                            : runJob(variant, parallelism);
            checkRows(variant, before);
            return rows * 1e9 / nanos;
        } finally {
            server.execute("DROP TABLE " + TABLE);
        }
    }

    /** The key is unique, so rows that are all there and all new are what was to be written. */
    private void checkRows(Variant variant, String transactionBefore) throws SQLException {
        long all = server.queryLong("SELECT count(*) FROM " + TABLE);
        long written =
                server.queryLong(
                        String.format(
                                "SELECT count(*) FROM %s WHERE id BETWEEN 0 AND %d AND age(xmin) <"
                                        + " age('%s'::xid)",
                                TABLE, rows - 1, transactionBefore));
        if (all != rows || written != rows) {
            throw new IllegalStateException(BenchErrors.wrongRows(variant, rows, all, written));
        }
    }

    private long runJob(Variant variant, int parallelism)
            throws InterruptedException, ExecutionException {
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
        BenchSource.forgetFirstRow();
        sql.executeSql("INSERT INTO target SELECT * FROM prepared").await();
        return System.nanoTime() - BenchSource.firstRowNanos();
    }

    private String laminarOptions() {
        return String.format(
                "'connector' = 'laminar-postgres', 'connection' = '%s', 'table' = '%s'",
                quoted(server.connection()), TABLE);
    }

    private String jdbcOptions(Variant variant) {
        return String.format(
                "'connector' = 'jdbc', 'url' = '%s', 'table-name' = '%s'",
                quoted(server.jdbcUrl("&stringtype=unspecified" + variant.urlParameters())), TABLE);
    }

    private static String quoted(String text) {
        return text.replace("'", "''");
    }
}
