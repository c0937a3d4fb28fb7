// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.TargetTable;
import io.laminar.flink.postgres.copy.CopyRowEncoder;
import io.laminar.flink.postgres.error.PostgresErrors;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * What both writers share: when a COPY ends, and what is counted.
 *
 * <p>A COPY ends after {@code batch_size} rows, after {@code flush.interval}, and when the writer
 * says so. All methods and the timer run on the task's mailbox thread.
 */
final class RowCopier {

    private final CopyStream stream;
    private final int batchSize;
    private final long flushMillis;
    private final ProcessingTimeService timers;
    private final SinkWriterMetricGroup metrics;

    private long countedBytes;
    private volatile long lastFlushMillis;
    private @Nullable ScheduledFuture<?> timer;

    /**
     * Reads the target's columns and chooses the encoders.
     *
     * @throws IOException if the table does not fit the rows; the message holds all findings
     */
    RowCopier(PostgresSinkConfig config, Connection connection, WriterInitContext context)
            throws SQLException, IOException {
        TargetTable target = TargetTable.read(connection, config.table());
        List<String> findings = target.findings(config.rowType());
        if (!findings.isEmpty()) {
            throw new IOException(
                    PostgresErrors.tableDoesNotFit(
                            config.table().toString(),
                            config.connection().displayName(),
                            findings));
        }
        this.stream =
                new CopyStream(
                        connection,
                        config.table(),
                        config.rowType(),
                        new CopyRowEncoder(config.rowType(), target.types(config.rowType())));
        this.batchSize = config.batchSize();
        this.flushMillis = config.flushInterval().toMillis();
        this.timers = context.getProcessingTimeService();
        this.metrics = context.metricGroup();
        metrics.setCurrentSendTimeGauge(() -> lastFlushMillis);
    }

    void write(RowData row) throws SQLException {
        stream.write(row);
        if (stream.rows() >= batchSize) {
            finish();
        } else if (timer == null && flushMillis > 0) {
            timer =
                    timers.registerTimer(
                            timers.getCurrentProcessingTime() + flushMillis, this::onTimer);
        }
    }

    private void onTimer(long time) throws SQLException {
        timer = null;
        finish();
    }

    /** Ends the open COPY, if there is one. */
    void finish() throws SQLException {
        int rows = stream.rows();
        if (rows == 0) {
            return;
        }
        long start = System.nanoTime();
        stream.finish();
        lastFlushMillis = (System.nanoTime() - start) / 1_000_000;
        metrics.getNumRecordsSendCounter().inc(rows);
        metrics.getNumBytesSendCounter().inc(stream.sentBytes() - countedBytes);
        countedBytes = stream.sentBytes();
    }

    /** Gives up the open COPY, if there is one. */
    void close() throws SQLException {
        if (timer != null) {
            timer.cancel(/* mayInterruptIfRunning= */ false);
        }
        stream.abort();
    }
}
