// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.sink.FlushJob.Flushed;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * What a writer counts: Flink's standard sink metrics (FLIP-33), and a few of its own. Used on the
 * task's thread; gauges are read by any.
 */
final class SinkMetrics {

    /** Flushes or commits that the histograms look back on. */
    private static final int WINDOW = 1000;

    private final SinkWriterMetricGroup group;
    private final Histogram flushTime;
    private final Histogram flushRows;
    private final Histogram flushBytes;
    private final Counter retries;
    private final Counter refusedRows;

    private volatile long lastFlushMillis;

    /** {@link System#nanoTime()}, or 0 if none is open. */
    private volatile long transactionStart;

    SinkMetrics(SinkWriterMetricGroup group) {
        this.group = group;
        this.flushTime = histogram(group, "flushTimeMs");
        this.flushRows = histogram(group, "flushRows");
        this.flushBytes = histogram(group, "flushBytes");
        this.retries = group.counter("retries");
        this.refusedRows = group.counter("refusedRows");
        group.setCurrentSendTimeGauge(() -> lastFlushMillis);
        group.gauge("openTransactionAgeMs", this::openTransactionAgeMillis);
    }

    static Histogram histogram(MetricGroup group, String name) {
        return group.histogram(name, new DescriptiveStatisticsHistogram(WINDOW));
    }

    void onFlushed(Flushed flushed, int bytes, long nanos) {
        lastFlushMillis = nanos / 1_000_000;
        flushTime.update(lastFlushMillis);
        flushRows.update(flushed.rows());
        flushBytes.update(bytes);
        retries.inc(flushed.retries());
        group.getNumRecordsSendCounter().inc(flushed.rows());
        group.getNumBytesSendCounter().inc(bytes);
        onRefused(flushed.refused());
    }

    void onRefused(int rows) {
        refusedRows.inc(rows);
        group.getNumRecordsSendErrorsCounter().inc(rows);
    }

    void onTransactionBegin() {
        transactionStart = System.nanoTime();
    }

    void onTransactionEnd() {
        transactionStart = 0;
    }

    private long openTransactionAgeMillis() {
        long start = transactionStart;
        return start == 0 ? 0 : (System.nanoTime() - start) / 1_000_000;
    }
}
