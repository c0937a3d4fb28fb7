// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.sql.runner.SqlScript;
import io.laminar.flink.sql.runner.SqlStatement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class MarketScriptsTest {

    @Test
    void runsTheFileWithTheDemosAddressesInIt() throws Exception {
        String file = Files.readString(Path.of("market/pipeline.sql"));
        String expected =
                text(SqlScript.parse(file, "pipeline.sql"))
                        .replace("ws://127.0.0.1:9100/ticks", "ws://127.0.0.1:1/ticks")
                        .replace("postgresql://postgres@127.0.0.1:5432/postgres", "postgresql://x")
                        .replace("127.0.0.1:9200", "127.0.0.1:2");
        assertThat(text(MarketScripts.pipeline(1, "postgresql://x", 2))).isEqualTo(expected);
        assertThat(expected).contains("127.0.0.1:1/", "postgresql://x", "127.0.0.1:2'");
    }

    private static String text(SqlScript script) {
        return script.statements().stream()
                .map(SqlStatement::text)
                .collect(Collectors.joining(";\n"));
    }
}
