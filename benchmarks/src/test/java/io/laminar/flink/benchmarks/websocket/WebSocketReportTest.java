// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WebSocketReportTest {

    private final Rate ours = new Rate(300_000, 1000);
    private final Rate limit = new Rate(400_000, 800);
    private final Rate peer = new Rate(100_000, 4000);

    @Test
    void printsAnObjectALine() {
        WebSocketReport report = new WebSocketReport(true);

        assertThat(report.heading()).isEmpty();
        assertThat(report.rate("sink", 100, ours, limit, peer))
                .isEqualTo(
                        "{\"name\":\"sink\",\"clients\":100,\"per_s\":300000,"
                                + "\"ratio_vs_limit\":0.75,\"ratio_vs_peer\":3.00,\"cpu_ns\":1000}");
        assertThat(report.jsonShare(ours, limit))
                .isEqualTo("{\"name\":\"source-json-share\",\"share\":0.80}");
        Latencies.Summary latencies = new Latencies.Summary(250, 1500, 9000);
        assertThat(report.latency("sink-latency", 100, new FanOutRun.LatencyRun(5e3, latencies)))
                .isEqualTo(
                        "{\"name\":\"sink-latency\",\"clients\":100,\"per_s\":500000,"
                                + "\"p50_ms\":0.250,\"p99_ms\":1.500,\"max_ms\":9.000}");
        assertThat(report.memory("sink-memory", 5000, 4096))
                .isEqualTo("{\"name\":\"sink-memory\",\"clients\":5000,\"bytes_per_client\":4096}");
    }

    @Test
    void hasNoRatioToWhatWasNotMeasured() {
        assertThat(new WebSocketReport(true).rate("sink", 1, ours, null, null))
                .contains("\"ratio_vs_limit\":null,\"ratio_vs_peer\":null");
        assertThat(new WebSocketReport(false).rate("sink", 1, ours, null, null))
                .matches("sink +1 +300,000 +– +– +1,000");
    }

    @Test
    void takesTheMedianOfTheRuns() {
        assertThat(Rate.median(List.of(limit, peer, ours))).isEqualTo(ours);
    }
}
