// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laminar.flink.benchmarks.BenchCommandLine;
import io.laminar.flink.sql.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That everything runs, and that every message arrives; nothing is said of how fast. */
final class WebSocketBenchITCase {

    private final BenchCommandLine command = new BenchCommandLine();

    @Test
    void printsALineForEachVariantWithItsRatios() throws Exception {
        assertThat(command.run("websocket", "--quick", "--json"))
                .as(command.err())
                .isEqualTo(ExitCode.OK);

        List<String> lines = new ArrayList<>();
        for (JsonNode json : output()) {
            lines.add(json.get("name").asText() + " " + json.path("clients").asText("-"));
            if (json.has("per_s")) {
                assertThat(json.get("per_s").asDouble()).isPositive();
            }
            if (json.has("ratio_vs_limit")) {
                assertThat(json.get("ratio_vs_limit").asDouble()).isNotNegative();
                assertThat(json.get("ratio_vs_peer").asDouble()).isNotNegative();
                assertThat(json.get("cpu_ns").asDouble()).isPositive();
            }
        }
        assertThat(lines)
                .containsExactly(
                        "source 1",
                        "source-limit 1",
                        "source-peer 1",
                        "source-raw 1",
                        "source-client 1",
                        "source-json 1",
                        "source-json-share -",
                        "sink 1",
                        "sink-limit 1",
                        "sink-peer 1",
                        "sink 10",
                        "sink-limit 10",
                        "sink-peer 10",
                        "sink-latency 10",
                        "sink-limit-latency 10",
                        "sink-peer-latency 10",
                        "sink-memory 50",
                        "sink-limit-memory 50",
                        "sink-peer-memory 50");
        assertThat(command.err()).contains("run 1 of 1: source ", "run 1 of 1: sink-peer ");
    }

    @Test
    void measuresWhatItIsAskedFor() throws Exception {
        assertThat(
                        command.run(
                                "websocket",
                                "--only=sink,sink-limit",
                                "--clients=3",
                                "--runs=1",
                                "--warm-up=0",
                                "--seconds=0.2",
                                "--json"))
                .as(command.err())
                .isEqualTo(ExitCode.OK);

        assertThat(output()).hasSize(2);
        assertThat(output().get(0).get("ratio_vs_limit").isNumber()).isTrue();
        assertThat(output().get(0).get("ratio_vs_peer").isNull()).isTrue();
    }

    private List<JsonNode> output() throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : command.out().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }
}
