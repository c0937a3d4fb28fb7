// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import io.laminar.flink.benchmarks.Median;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The rates of all variants at one parallelism, in rows a second: the median of a variant's runs,
 * and how it compares.
 */
final class BenchReport {

    private static final String NOT_MEASURED = "–";

    private final int parallelism;
    private final Map<Variant, List<Double>> rates = new EnumMap<>(Variant.class);

    BenchReport(int parallelism) {
        this.parallelism = parallelism;
    }

    void add(Variant variant, double rowsPerSecond) {
        rates.computeIfAbsent(variant, first -> new ArrayList<>()).add(rowsPerSecond);
    }

    /** A heading and a line for each variant. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-27s %10s %9s %9s %15s %12s",
                        "parallelism " + parallelism,
                        "rows/s",
                        "± runs",
                        "of limit",
                        "of JDBC default",
                        "of JDBC best"));
        for (Variant variant : rates.keySet()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%-27s %,10.0f %8.0f%% %9s %15s %12s",
                            variant,
                            median(variant),
                            spreadPercent(variant),
                            ratio(variant, Variant.COPY_LIMIT, NOT_MEASURED),
                            ratio(variant, Variant.JDBC_DEFAULT, NOT_MEASURED),
                            ratio(variant, variant.bestOfJdbc(), NOT_MEASURED)));
        }
        return lines;
    }

    /** A JSON object for each variant; a ratio to what was not measured is null. */
    List<String> json() {
        List<String> lines = new ArrayList<>();
        for (Variant variant : rates.keySet()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "{\"name\":\"%s\",\"parallelism\":%d,\"rows_per_s\":%.0f,"
                                    + "\"ratio_vs_limit\":%s,\"ratio_vs_jdbc_default\":%s,"
                                    + "\"ratio_vs_jdbc_best\":%s}",
                            variant,
                            parallelism,
                            median(variant),
                            ratio(variant, Variant.COPY_LIMIT, "null"),
                            ratio(variant, Variant.JDBC_DEFAULT, "null"),
                            ratio(variant, variant.bestOfJdbc(), "null")));
        }
        return lines;
    }

    private double median(Variant variant) {
        return Median.of(measured(variant));
    }

    /** How far the run that is farthest from the median is from it. */
    private double spreadPercent(Variant variant) {
        double median = median(variant);
        return measured(variant).stream()
                .mapToDouble(rate -> Math.abs(rate - median) / median * 100)
                .max()
                .orElse(0);
    }

    private String ratio(Variant variant, Variant base, String none) {
        return rates.containsKey(base)
                ? String.format(Locale.ROOT, "%.2f", median(variant) / median(base))
                : none;
    }

    private List<Double> measured(Variant variant) {
        return rates.getOrDefault(variant, List.of());
    }
}
