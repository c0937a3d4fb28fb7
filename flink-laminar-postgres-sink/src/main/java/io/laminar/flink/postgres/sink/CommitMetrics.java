// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;

/** What a committer counts beside Flink's standard metrics. Used on the task's thread. */
final class CommitMetrics {

    private final Histogram commitTime;
    private final Counter retries;
    private final Counter refusedRows;

    CommitMetrics(MetricGroup group) {
        this.commitTime = SinkMetrics.histogram(group, "commitTimeMs");
        this.retries = group.counter("retries");
        this.refusedRows = group.counter("refusedRows");
    }

    void onCommitted(long nanos) {
        commitTime.update(nanos / 1_000_000);
    }

    void onRetry() {
        retries.inc();
    }

    void onRefused(int rows) {
        refusedRows.inc(rows);
    }
}
