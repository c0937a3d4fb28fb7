// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import java.io.PrintWriter;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;

/**
 * Writes as fast as it goes, for minutes, and looks at the memory of this process meanwhile. The
 * table is emptied at each look, so that the disk holds out.
 */
final class PostgresSinkSoak {

    /** More than can be written. */
    private static final long ROWS = 1L << 50;

    private static final String TABLE = BenchSchema.TABLE;

    private static final String HIGHEST_KEY = "SELECT coalesce(max(id), -1) FROM " + TABLE;

    private final BenchServer server;
    private final BenchSchema schema;
    private final int samples;

    /**
     * @param samples how often to look
     */
    PostgresSinkSoak(BenchServer server, BenchSchema schema, int samples) {
        this.server = server;
        this.schema = schema;
        this.samples = samples;
    }

    /**
     * Runs for this long.
     *
     * @throws IllegalStateException if the job fails; the message says why
     */
    MemoryTrend run(Variant variant, int parallelism, Duration duration, PrintWriter progress)
            throws SQLException, InterruptedException, ExecutionException {
        schema.createTable();
        try {
            MemoryTrend trend = new MemoryTrend();
            long rows = 0;
            long start = System.nanoTime();
            JobClient job =
                    new BenchJob(server, TABLE, ROWS, parallelism, /* isShuffled= */ false)
                            .start(variant)
                            .getJobClient()
                            .orElseThrow();
            CompletableFuture<JobExecutionResult> end = job.getJobExecutionResult();
            for (int i = 1; i <= samples; i++) {
                awaitNothing(variant, end, start + duration.toNanos() * i / samples);
                // Keys count the rows; with a commit a checkpoint, none may be there at the moment.
                rows = Math.max(rows, server.queryLong(HIGHEST_KEY) + 1);
                server.execute("TRUNCATE " + TABLE);
                MemoryTrend.Sample sample = sample((System.nanoTime() - start) / 1e9, rows);
                trend.add(sample);
                progress.println(sample);
                progress.flush();
            }
            job.cancel().get();
            // Cancelled, it has no result.
            end.exceptionally(cancelled -> null).get();
            return trend;
        } finally {
            schema.dropTable();
        }
    }

    private static void awaitNothing(Variant variant, CompletableFuture<?> end, long untilNanos)
            throws InterruptedException {
        try {
            end.get(untilNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            throw new IllegalStateException("The job ended by itself.");
        } catch (ExecutionException e) {
            throw BenchErrors.jobFailed(variant, e);
        } catch (TimeoutException stillRunning) {
            // As it should be.
        }
    }

    private static MemoryTrend.Sample sample(double seconds, long rows) {
        System.gc();
        return new MemoryTrend.Sample(
                seconds,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum(),
                rows);
    }
}
