// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laminar.flink.sql.cli.ExitCode;
import io.laminar.flink.sql.cli.LaminarCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
final class MarketDemoITCase {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void countsEveryTickExactlyOnceFromTheFeedToPostgres() throws Exception {
        int exitCode =
                LaminarCommand.execute(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        "demo",
                        "--seconds=6",
                        "--json");

        System.err.println(err);
        JsonNode json = new ObjectMapper().readTree(lastLine(out));
        assertThat(json.path("ok").asBoolean()).as("%s%n%s", json, err).isTrue();
        assertThat(exitCode).isEqualTo(ExitCode.OK);
        assertThat(json.path("ticks_sent").asLong()).isEqualTo(6 * 4000);
        assertThat(json.path("ticks_received").asLong()).isEqualTo(6 * 4000);
        assertThat(json.path("ticks_in_postgres").asLong()).isEqualTo(6 * 4000);
        // The first tick is hardly at the begin of a second.
        assertThat(json.path("windows").asLong()).isBetween(6 * 8L, 7 * 8L);
        assertThat(json.path("page_messages")).isEqualTo(json.path("windows"));
        assertThat(json.path("checkpoints").asLong()).isPositive();
        List<String> progress = err.toString().lines().toList();
        assertThat(progress.get(0)).startsWith("The live page: http://127.0.0.1:");
        assertThat(progress).filteredOn(line -> line.contains(" s  sent ")).hasSizeGreaterThan(4);
    }

    private static String lastLine(StringWriter text) {
        List<String> lines = text.toString().lines().toList();
        return lines.get(lines.size() - 1);
    }
}
