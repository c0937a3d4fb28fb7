// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.option.ErrorPolicy;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * What all writers share: when a batch is handed over, and what becomes of a value that PostgreSQL
 * does not have.
 *
 * <p>A batch is handed over after {@code batch_size} rows, after {@code flush.interval}, and when
 * the writer says so. All methods and the timer run on the task's thread.
 */
final class RowIntake implements AutoCloseable {

    private final BatchPipeline pipeline;
    private final long flushMillis;
    private final ErrorPolicy onError;
    private final ProcessingTimeService timers;
    private final SinkMetrics metrics;
    private final RefusedRowLog refused;

    private @Nullable ScheduledFuture<?> timer;

    RowIntake(
            PostgresSinkConfig config,
            WritePlan plan,
            List<Lane> lanes,
            FlushJob job,
            SinkMetrics metrics,
            WriterInitContext context) {
        this.pipeline =
                new BatchPipeline(
                        lanes,
                        plan::newBatch,
                        job,
                        metrics::onFlushed,
                        context.getMailboxExecutor(),
                        "flush " + context.getTaskInfo().getTaskNameWithSubtasks());
        this.flushMillis = config.flushing().interval().toMillis();
        this.onError = config.onError();
        this.timers = context.getProcessingTimeService();
        this.metrics = metrics;
        this.refused = plan.refused();
    }

    void add(RowData row) throws IOException, InterruptedException {
        try {
            pipeline.add(row);
        } catch (IllegalArgumentException e) {
            if (onError == ErrorPolicy.FAIL) {
                throw new IOException(
                        SinkErrors.rowCannotBeStored(String.valueOf(e.getMessage())), e);
            }
            refused.log(e);
            metrics.onRefused(1);
        }
        if (timer == null && flushMillis > 0 && !pipeline.isEmpty()) {
            timer =
                    timers.registerTimer(
                            timers.getCurrentProcessingTime() + flushMillis, this::onTimer);
        }
    }

    private void onTimer(long time) throws IOException, InterruptedException {
        timer = null;
        pipeline.handOver();
    }

    /** Returns when every row is flushed. */
    void flush() throws IOException, InterruptedException {
        pipeline.flush();
    }

    @Override
    public void close() {
        if (timer != null) {
            timer.cancel(/* mayInterruptIfRunning= */ false);
        }
        pipeline.close();
    }
}
