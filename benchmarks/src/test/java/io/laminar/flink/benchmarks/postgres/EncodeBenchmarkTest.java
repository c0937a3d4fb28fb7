// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EncodeBenchmarkTest {

    @Test
    void encodesTheSameBytesFromEachFormOfARow() {
        EncodeBenchmark benchmark = new EncodeBenchmark();

        int generic = benchmark.encodeSameRow();
        int binary = benchmark.encodeBinaryRow() - generic;
        int next = benchmark.encodeNextRow() - generic - binary;

        // The rows differ in the length of their texts only.
        assertThat(generic).isBetween(130, 160);
        assertThat(binary).isBetween(130, 160);
        assertThat(next).isBetween(130, 160);
    }
}
