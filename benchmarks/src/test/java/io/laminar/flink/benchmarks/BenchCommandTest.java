// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.sql.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BenchCommandTest {

    private final BenchCommandLine command = new BenchCommandLine();

    @Test
    void saysWhatThereIsToMeasure() {
        assertThat(command.run()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(command.err())
                .contains(
                        "'laminar bench postgres-sink', 'laminar bench postgres-sink-soak',"
                                + " 'laminar bench encode', 'laminar bench websocket' or 'laminar bench"
                                + " mapping'.");
    }

    @Test
    void describesItsDefaults() {
        assertThat(command.run("postgres-sink", "--help")).isEqualTo(ExitCode.OK);
        assertThat(command.out())
                .contains("(default 2000000)", "(default 3)", "(default 1,2)", "${env:NAME}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgres-sink | --rows=0 | --rows must be at least 1, but was 0.",
                "postgres-sink | --runs=0 | --runs must be at least 1, but was 0.",
                "postgres-sink | --warm-up=-1 | --warm-up must be at least 0, but was -1.",
                "postgres-sink | --parallelism=1,0 | --parallelism must be at least 1, but was 0.",
                "postgres-sink | --only=upsrt | There is no variant 'upsrt'. There are copy-limit,"
                        + " append,",
                "postgres-sink | --server=mysql://h/d | --server: The connection URI starts with"
                        + " 'mysql://', but must start with 'postgresql://'.",
                "postgres-sink-soak | --minutes=0 | --minutes must be more than 0, but was 0.0.",
                "postgres-sink-soak | --parallelism=0 | --parallelism must be at least 1, but was"
                        + " 0.",
                "postgres-sink-soak | --samples=0 | --samples must be at least 1, but was 0.",
                "postgres-sink-soak | --only=upsrt | There is no variant 'upsrt'.",
                "websocket | --runs=0 | --runs must be at least 1, but was 0.",
                "websocket | --seconds=0 | --seconds must be at least 0.1, but was 0.0.",
                "websocket | --warm-up=-1 | --warm-up must be at least 0, but was -1.0.",
                "websocket | --clients=1,0 | --clients must be at least 1, but was 0.",
                "websocket | --latency-rate=-1 | --latency-rate must be at least 0, but was -1.0.",
                "websocket | --latency-clients=0 | --latency-clients must be at least 1, but was 0.",
                "websocket | --idle-clients=0 | --idle-clients must be at least 1, but was 0.",
                "websocket | --clients=90000000 | 90000000 clients need 90000500 open files",
                "websocket | --only=snk | There is no 'snk'. There are source, source-limit,",
            })
    void refusesAWrongOption(String name, String option, String message) {
        assertThat(command.run(name, option)).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(command.err()).contains(message);
        assertThat(command.out()).isEmpty();
    }

    @Test
    void printsNoPasswordOfAServer() {
        assertThat(command.run("postgres-sink", "--server=postgresql://me:s3cret@host:port/db"))
                .isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(command.err()).contains("--server: ").doesNotContain("s3cret");
    }
}
