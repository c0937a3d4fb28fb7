// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * All measurements that are wanted, by name. The variants of one take turns, every other time in
 * the opposite order; the median of each counts.
 */
record WebSocketBenchmark(
        List<String> only,
        int runs,
        Duration warmUp,
        Duration duration,
        WebSocketReport report,
        Consumer<String> out,
        Consumer<String> progress) {

    /** One measurement of a variant. */
    private interface Run<V> {
        Rate of(V variant) throws IOException, InterruptedException;
    }

    private static final String LATENCY_SUFFIX = "-latency";
    private static final String MEMORY_SUFFIX = "-memory";

    /** All that can be measured, in this order. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (SourceVariant variant : SourceVariant.values()) {
            names.add(variant.toString());
        }
        for (SinkVariant variant : SinkVariant.values()) {
            names.add(variant.toString());
        }
        for (SinkVariant variant : SinkVariant.values()) {
            names.add(variant + LATENCY_SUFFIX);
        }
        for (SinkVariant variant : SinkVariant.values()) {
            names.add(variant + MEMORY_SUFFIX);
        }
        return names;
    }

    void printHeading() {
        report.heading().forEach(out);
    }

    void source() throws IOException, InterruptedException {
        SourceBenchmark benchmark = new SourceBenchmark(warmUp, duration);
        Map<SourceVariant, Rate> rates =
                takeTurns(SourceVariant.class, wanted("", SourceVariant.values()), benchmark::run);
        Rate limit = rates.get(SourceVariant.CLIENT_JSON);
        Rate peer = rates.get(SourceVariant.JAVA_WEBSOCKET);
        rates.forEach((variant, rate) -> out.accept(report.rate(variant, 1, rate, limit, peer)));
        Rate source = rates.get(SourceVariant.LAMINAR);
        Rate json = rates.get(SourceVariant.JSON);
        if (source != null && json != null) {
            out.accept(report.jsonShare(source, json));
        }
    }

    void sink(int clients) throws IOException, InterruptedException {
        Map<SinkVariant, Rate> rates =
                takeTurns(
                        SinkVariant.class,
                        wanted("", SinkVariant.values()),
                        variant -> fanOut(variant, clients));
        Rate limit = rates.get(SinkVariant.NETTY);
        Rate peer = rates.get(SinkVariant.JAVA_WEBSOCKET);
        rates.forEach(
                (variant, rate) -> out.accept(report.rate(variant, clients, rate, limit, peer)));
    }

    /**
     * Of each sink that is wanted.
     *
     * @param deliveriesPerSecond 0 for half of what each has at most, which is measured before
     */
    void latency(int clients, double deliveriesPerSecond) throws IOException, InterruptedException {
        List<SinkVariant> variants = wanted(LATENCY_SUFFIX, SinkVariant.values());
        Map<SinkVariant, Rate> most =
                deliveriesPerSecond > 0
                        ? Map.of()
                        : takeTurns(
                                SinkVariant.class, variants, variant -> fanOut(variant, clients));
        for (SinkVariant variant : variants) {
            Rate own = most.get(variant);
            double perSecond = own == null ? deliveriesPerSecond : own.perSecond() / 2;
            List<FanOutRun.LatencyRun> latencies = new ArrayList<>();
            for (int run = 1; run <= runs; run++) {
                try (FanOutRun fanOut = FanOutRun.start(variant, clients)) {
                    latencies.add(fanOut.measureLatency(warmUp, duration, perSecond / clients));
                }
            }
            out.accept(
                    report.latency(
                            variant + LATENCY_SUFFIX,
                            clients,
                            FanOutRun.LatencyRun.median(latencies)));
        }
    }

    void memory(int clients) throws IOException, InterruptedException {
        for (SinkVariant variant : wanted(MEMORY_SUFFIX, SinkVariant.values())) {
            out.accept(
                    report.memory(
                            variant + MEMORY_SUFFIX,
                            clients,
                            IdleClients.bytesEach(variant, clients)));
        }
    }

    private <V> List<V> wanted(String suffix, V[] variants) {
        return Arrays.stream(variants).filter(variant -> only.contains(variant + suffix)).toList();
    }

    private Rate fanOut(SinkVariant variant, int clients) throws IOException, InterruptedException {
        try (FanOutRun run = FanOutRun.start(variant, clients)) {
            Rate rate = run.measure(warmUp, duration);
            run.finish();
            return rate;
        }
    }

    private <V extends Enum<V>> Map<V, Rate> takeTurns(
            Class<V> type, List<V> variants, Run<V> measurement)
            throws IOException, InterruptedException {
        Map<V, List<Rate>> measured = new EnumMap<>(type);
        for (int run = 1; run <= runs; run++) {
            List<V> order = new ArrayList<>(variants);
            if (run % 2 == 0) {
                Collections.reverse(order);
            }
            for (V variant : order) {
                Rate rate = measurement.of(variant);
                measured.computeIfAbsent(variant, first -> new ArrayList<>()).add(rate);
                progress.accept(
                        String.format(
                                Locale.ROOT,
                                "run %d of %d: %s %,.0f/s, %,.0f ns of processor time each",
                                run,
                                runs,
                                variant,
                                rate.perSecond(),
                                rate.cpuNanos()));
            }
        }
        Map<V, Rate> medians = new EnumMap<>(type);
        measured.forEach((variant, rates) -> medians.put(variant, Rate.median(rates)));
        return medians;
    }
}
