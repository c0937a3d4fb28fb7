// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BenchServerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://me@h/d | jdbc:postgresql://h:5432/d?user=me&x=1",
                "postgresql://me:a%26b@[::1]:6000/d?sslmode=require |"
                        + " jdbc:postgresql://[::1]:6000/d?user=me&sslmode=require&x=1",
                "host=h user=me connect_timeout=3 | jdbc:postgresql://h:5432/me?user=me&x=1",
            })
    void givesThePeerTheSameServer(String connection, String url) {
        try (BenchServer server = BenchServer.at(connection)) {
            assertThat(server.jdbcUrl("&x=1")).isEqualTo(url);
            assertThat(server.connection()).isEqualTo(connection);
        }
    }

    @Test
    void keepsThePasswordOutOfTheUrl() {
        try (BenchServer server = BenchServer.at("postgresql://me:a%26b@h/d")) {
            assertThat(server.jdbcUrl("")).isEqualTo("jdbc:postgresql://h:5432/d?user=me");
            assertThat(server.user()).isEqualTo("me");
            assertThat(server.password()).isEqualTo("a&b");
        }
    }
}
