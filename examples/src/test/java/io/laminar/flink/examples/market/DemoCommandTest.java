// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.sql.cli.ExitCode;
import io.laminar.flink.sql.cli.LaminarCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DemoCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void isACommandOfLaminar() {
        assertThat(laminar("demo", "--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("Usage: laminar demo", "--seconds=N", "(default 30)", "(default 4000)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--seconds=0 | --seconds must be at least 1, but was 0.",
                "--rate=0 | --rate must be from 1 to 1,000,000 ticks a second, but was 0.",
                "--port=70000 | --port must be from 0 (any free one) to 65535, but was 70000.",
            })
    void refusesAWrongOption(String option, String message) {
        assertThat(laminar("demo", option)).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(err.toString()).contains(message);
        assertThat(out.toString()).isEmpty();
    }

    private int laminar(String... args) {
        return LaminarCommand.execute(new PrintWriter(out), new PrintWriter(err), args);
    }
}
