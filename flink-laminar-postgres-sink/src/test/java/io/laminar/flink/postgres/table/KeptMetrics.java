// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;

/** Keeps the metrics of the jobs in this JVM, after their end too. */
public final class KeptMetrics implements MetricReporter, MetricReporterFactory {

    /** By the metric's full name. */
    private static final Map<String, Metric> METRICS = new ConcurrentHashMap<>();

    /** A cluster whose jobs report to this class. */
    static MiniClusterExtension cluster() {
        Configuration configuration = new Configuration();
        configuration.setString("metrics.reporters", "kept");
        configuration.setString("metrics.reporter.kept.factory.class", KeptMetrics.class.getName());
        return new MiniClusterExtension(
                new MiniClusterResourceConfiguration.Builder()
                        .setConfiguration(configuration)
                        .setNumberTaskManagers(1)
                        .setNumberSlotsPerTaskManager(4)
                        .build());
    }

    /**
     * For jobs of one subtask on the {@link #cluster()}, that never restart; within a test only.
     */
    static StreamTableEnvironment environment() {
        Configuration configuration = new Configuration();
        configuration.setString("restart-strategy.type", "none");
        configuration.setString("execution.checkpointing.interval", "200 ms");
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(1);
        return StreamTableEnvironment.create(environment);
    }

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
