// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import io.laminar.flink.benchmarks.postgres.Variant.Keys;
import io.laminar.flink.benchmarks.postgres.Variant.Writer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Runs the variants on one server, each as a Flink job from prepared rows to the last commit.
 *
 * <p>Threads: one run at a time.
 */
final class PostgresSinkBenchmark {

    private static final String TABLE = BenchSchema.TABLE;

    private final BenchServer server;
    private final BenchSchema schema;
    private final long rows;
    private final boolean isShuffled;

    /**
     * @param isShuffled whether the keys of upserts come in an order that looks random
     */
    PostgresSinkBenchmark(BenchServer server, BenchSchema schema, long rows, boolean isShuffled) {
        this.server = server;
        this.schema = schema;
        this.rows = rows;
        this.isShuffled = isShuffled;
    }

    /**
     * Measures one variant once.
     *
     * @return rows a second, from the first row until everything is committed
     * @throws IllegalStateException if the table does not hold what it should
     */
    double run(Variant variant, int parallelism, List<Path> binaryFiles)
            throws SQLException, IOException, InterruptedException, ExecutionException {
        schema.createTable();
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
            schema.dropTable();
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

    private long runJob(Variant variant, int parallelism) throws InterruptedException {
        BenchSource.forgetFirstRow();
        BenchJob job = new BenchJob(server, TABLE, rows, parallelism, isShuffled);
        BenchJob.await(variant, job.start(variant));
        return System.nanoTime() - BenchSource.firstRowNanos();
    }
}
