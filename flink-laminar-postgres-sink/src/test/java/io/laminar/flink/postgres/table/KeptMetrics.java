// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Keeps the metrics of the jobs in this JVM, after their end too. */
public final class KeptMetrics implements MetricReporter, MetricReporterFactory {

    /** By the metric's full name. */
    private static final Map<String, Metric> METRICS = new ConcurrentHashMap<>();

    static void clear() {
        METRICS.clear();
    }

    static Set<String> names() {
        return METRICS.keySet().stream()
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .collect(Collectors.toSet());
    }

    /** The sum over all tasks of the sink that have such a counter. */
    static long counter(String name) {
        return METRICS.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("." + name))
                .map(Map.Entry::getValue)
                .mapToLong(metric -> ((Counter) metric).getCount())
                .sum();
    }

    static HistogramStatistics histogram(String name) {
        return METRICS.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("." + name))
                .map(entry -> ((Histogram) entry.getValue()).getStatistics())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
        return this;
    }

    @Override
    public void open(MetricConfig config) {
        // Nothing to open.
    }

    @Override
    public void close() {
        // The metrics outlive the cluster.
    }

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        METRICS.put(group.getMetricIdentifier(name), metric);
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        // Kept.
    }
}
