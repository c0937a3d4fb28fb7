// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laminar.flink.benchmarks.BenchCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** That every variant runs and writes what it should; nothing is said of how fast. */
class PostgresSinkBenchITCase {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void printsALineForEachVariantWithItsRatios() throws Exception {
        assertThat(
                        run(
                                "postgres-sink",
                                "--rows",
                                "2000",
                                "--runs",
                                "1",
                                "--parallelism",
                                "2",
                                "--json"))
                .as(err.toString())
                .isZero();
        ObjectMapper mapper = new ObjectMapper();
        List<String> names = new ArrayList<>();
        for (String line : out.toString().split("\n", -1)) {
            if (!line.isBlank()) {
                JsonNode json = mapper.readTree(line);
                names.add(json.get("name").asText());
                assertThat(json.get("parallelism").asInt()).isEqualTo(2);
                assertThat(json.get("rows_per_s").asDouble()).isPositive();
                assertThat(json.get("ratio_vs_limit").asDouble()).isPositive();
                assertThat(json.get("ratio_vs_jdbc_default").asDouble()).isPositive();
                assertThat(json.get("ratio_vs_jdbc_best").asDouble()).isPositive();
            }
        }
        assertThat(names)
                .containsExactly(
                        "copy-limit",
                        "append",
                        "append-two-phase",
                        "append-co-transactional",
                        "upsert-fresh",
                        "upsert-existing",
                        "jdbc-default",
                        "jdbc-best",
                        "jdbc-best-upsert-fresh",
                        "jdbc-best-upsert-existing");
    }

    @Test
    void saysWhatThereIsToMeasure() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("'laminar bench postgres-sink'");
        assertThat(run("postgres-sink", "--only", "upsrt")).isEqualTo(2);
        assertThat(err.toString()).contains("There is no variant 'upsrt'. There are copy-limit,");
    }
}
