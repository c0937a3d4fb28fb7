// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
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

    private static final String LATENCY = "sink-latency";
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
        names.add(LATENCY);
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
                takeTurns(SourceVariant.class, wanted(SourceVariant.values()), benchmark::run);
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
                        wanted(SinkVariant.values()),
                        variant -> fanOut(variant, clients));
        Rate limit = rates.get(SinkVariant.NETTY);
        Rate peer = rates.get(SinkVariant.JAVA_WEBSOCKET);
        rates.forEach(
                (variant, rate) -> out.accept(report.rate(variant, clients, rate, limit, peer)));
    }

    /** Of our sink, at half of the rate that it has at most, which is measured before. */
    void latency(int clients) throws IOException, InterruptedException {
        if (!only.contains(LATENCY)) {
            return;
        }
        Rate most =
                takeTurns(
                                SinkVariant.class,
                                List.of(SinkVariant.LAMINAR),
                                variant -> fanOut(variant, clients))
                        .values()
                        .iterator()
                        .next();
        double messagesPerSecond = most.perSecond() / 2 / clients;
        List<Latencies.Summary> latencies = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            try (FanOutRun fanOut = FanOutRun.start(SinkVariant.LAMINAR, clients)) {
                latencies.add(fanOut.measureLatency(warmUp, duration, messagesPerSecond));
            }
        }
        latencies.sort(Comparator.comparingLong(Latencies.Summary::p99));
        out.accept(
                report.latency(
                        clients, messagesPerSecond * clients, latencies.get((runs - 1) / 2)));
    }

    void memory(int clients) throws IOException, InterruptedException {
        for (SinkVariant variant : SinkVariant.values()) {
            String name = variant + MEMORY_SUFFIX;
            if (only.contains(name)) {
                out.accept(report.memory(name, clients, IdleClients.bytesEach(variant, clients)));
            }
        }
    }

    private <V> List<V> wanted(V[] variants) {
        return Arrays.stream(variants)
                .filter(variant -> only.contains(variant.toString()))
                .toList();
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
