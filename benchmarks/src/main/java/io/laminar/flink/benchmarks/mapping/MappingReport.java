// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.mapping;

import io.laminar.flink.benchmarks.Median;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rates of one job with both connectors: medians in rows a second, and their ratio. */
final class MappingReport {

    private final KafkaJob job;
    private final Map<KafkaConnector, List<Double>> rates = new EnumMap<>(KafkaConnector.class);

    MappingReport(KafkaJob job) {
        this.job = job;
    }

    void add(KafkaConnector connector, double rowsPerSecond) {
        rates.computeIfAbsent(connector, first -> new ArrayList<>()).add(rowsPerSecond);
    }

    static String heading() {
        return String.format("%-20s %12s %12s", "", "rows/s", "of official");
    }

    List<String> table() {
        return rates.keySet().stream()
                .map(
                        connector ->
                                String.format(
                                        Locale.ROOT,
                                        "%-20s %,12.0f %12.3f",
                                        name(connector),
                                        median(connector),
                                        ratio(connector)))
                .toList();
    }

    List<String> json() {
        return rates.keySet().stream()
                .map(
                        connector ->
                                String.format(
                                        Locale.ROOT,
                                        "{\"name\":\"%s\",\"rows_per_s\":%.0f,"
                                                + "\"ratio_vs_peer\":%.3f}",
                                        name(connector),
                                        median(connector),
                                        ratio(connector)))
                .toList();
    }

    private String name(KafkaConnector connector) {
        return job + "-" + connector;
    }

    private double ratio(KafkaConnector connector) {
        return median(connector) / median(KafkaConnector.OFFICIAL);
    }

    private double median(KafkaConnector connector) {
        return Median.of(rates.getOrDefault(connector, List.of()));
    }
}
