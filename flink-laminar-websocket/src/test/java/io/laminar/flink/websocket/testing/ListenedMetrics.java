// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.OperatorIOMetricGroup;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.runtime.metrics.groups.ProxyMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;

/** Metrics of an operator, to be read back by name. */
public final class ListenedMetrics extends ProxyMetricGroup<MetricGroup>
        implements OperatorMetricGroup {

    private final MetricListener listener;
    private final OperatorIOMetricGroup io =
            UnregisteredMetricGroups.createUnregisteredOperatorMetricGroup().getIOMetricGroup();

    public ListenedMetrics() {
        this(new MetricListener());
    }

    private ListenedMetrics(MetricListener listener) {
        super(listener.getMetricGroup());
        this.listener = listener;
    }

    @Override
    public OperatorIOMetricGroup getIOMetricGroup() {
        return io;
    }

    long value(String name) {
        return switch (name) {
            case "numRecordsIn" -> io.getNumRecordsInCounter().getCount();
            case "numBytesIn" -> io.getNumBytesInCounter().getCount();
            case "numBytesOut" -> io.getNumBytesOutCounter().getCount();
            default ->
                    listener.getMetric(Metric.class, name)
                            .map(ListenedMetrics::valueOf)
                            .orElseThrow(() -> new AssertionError("No metric " + name));
        };
    }

    private static long valueOf(Metric metric) {
        return metric instanceof Counter counter
                ? counter.getCount()
                : ((Number) ((Gauge<?>) metric).getValue()).longValue();
    }
}
