// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The figures as lines, one by one as they come.
 *
 * @param isJson an object a line; a table otherwise
 */
record WebSocketReport(boolean isJson) {

    private static final String NOT_MEASURED = "–";

    /** What the columns of the table mean; JSON has no heading. */
    List<String> heading() {
        return isJson
                ? List.of()
                : List.of(
                        String.format(
                                Locale.ROOT,
                                "%-14s %7s %12s %9s %9s %8s",
                                "name",
                                "clients",
                                "per s",
                                "of limit",
                                "of peer",
                                "CPU ns"));
    }

    /** A line for a variant; without what it is compared to there is no ratio. */
    String rate(Object name, int clients, Rate rate, @Nullable Rate limit, @Nullable Rate peer) {
        String format =
                isJson
                        ? "{\"name\":\"%s\",\"clients\":%d,\"per_s\":%.0f,\"ratio_vs_limit\":%s,"
                                + "\"ratio_vs_peer\":%s,\"cpu_ns\":%.0f}"
                        : "%-14s %7d %,12.0f %9s %9s %,8.0f";
        return String.format(
                Locale.ROOT,
                format,
                name,
                clients,
                rate.perSecond(),
                ratio(rate, limit),
                ratio(rate, peer),
                rate.cpuNanos());
    }

    /** What part of the source's processor time is flink-json's. */
    String jsonShare(Rate source, Rate json) {
        double share = json.cpuNanos() / source.cpuNanos();
        return isJson
                ? String.format(
                        Locale.ROOT, "{\"name\":\"source-json-share\",\"share\":%.2f}", share)
                : String.format(
                        Locale.ROOT,
                        "flink-json takes %.0f %% of the source's processor time.",
                        share * 100);
    }

    String latency(String name, int clients, FanOutRun.LatencyRun run) {
        Latencies.Summary latency = run.latencies();
        List<Object> values =
                new ArrayList<>(List.of(name, clients, run.messagesPerSecond() * clients));
        values.add(latency.median() / 1000.0);
        values.add(latency.p99() / 1000.0);
        values.add(latency.longest() / 1000.0);
        return String.format(
                Locale.ROOT,
                isJson
                        ? "{\"name\":\"%s\",\"clients\":%d,\"per_s\":%.0f,\"p50_ms\":%.3f,"
                                + "\"p99_ms\":%.3f,\"max_ms\":%.3f}"
                        : "%-18s %3d %,12.0f  median %.3f ms, p99 %.3f ms, longest %.3f ms",
                values.toArray());
    }

    String memory(Object name, int clients, long bytesEach) {
        return String.format(
                Locale.ROOT,
                isJson
                        ? "{\"name\":\"%s\",\"clients\":%d,\"bytes_per_client\":%d}"
                        : "%-17s %4d idle clients cost %,d bytes each",
                name,
                clients,
                bytesEach);
    }

    private String ratio(Rate rate, @Nullable Rate base) {
        return base == null
                ? (isJson ? "null" : NOT_MEASURED)
                : String.format(Locale.ROOT, "%.2f", rate.perSecond() / base.perSecond());
    }
}
