// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laminar.flink.benchmarks.BenchCommandLine;
import io.laminar.flink.sql.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MappingBenchITCase {

    private final BenchCommandLine command = new BenchCommandLine();

    @Test
    void printsTheRateOfEachJobWithBothConnectorsAndTheTimeOfPlanning() throws Exception {
        assertThat(command.run("mapping", "--rows=2000", "--runs=1", "--tables=4", "--json"))
                .as(command.err())
                .isEqualTo(ExitCode.OK);

        List<String> names = new ArrayList<>();
        for (String line : command.out().lines().toList()) {
            JsonNode json = new ObjectMapper().readTree(line);
            names.add(json.get("name").asText());
            if (json.has("rows_per_s")) {
                assertThat(json.get("rows_per_s").asDouble()).isPositive();
                assertThat(json.get("ratio_vs_peer").asDouble()).isPositive();
            } else {
                assertThat(json.get("tables").asInt()).isEqualTo(4);
                assertThat(json.get("seconds").asDouble()).isPositive();
            }
        }
        assertThat(names)
                .containsExactly(
                        "source-laminar",
                        "source-official",
                        "copy-laminar",
                        "copy-official",
                        "planning");
    }
}
