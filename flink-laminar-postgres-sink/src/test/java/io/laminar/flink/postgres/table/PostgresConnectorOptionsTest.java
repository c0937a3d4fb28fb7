// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.sdk.retry.RetryOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PostgresConnectorOptionsTest {

    static List<ConfigOption<?>> optionsOfTwoWords() {
        return PostgresConnectorOptions.ALL.stream()
                .filter(option -> !RetryOptions.ALL.contains(option))
                .filter(option -> option.key().matches(".*[._].*"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("optionsOfTwoWords")
    void aKeyMayBeWrittenWithDotsOrUnderscores(ConfigOption<?> option) {
        String key = option.key();
        assertIsRead(option, key);
        assertIsRead(option, key.contains("_") ? key.replace('_', '.') : key.replace('.', '_'));
    }

    @Test
    void theConnectionMayBeWrittenAsInOtherTools() {
        assertIsRead(PostgresConnectorOptions.CONNECTION, "connection_string");
    }

    private static void assertIsRead(ConfigOption<?> option, String key) {
        OptionReader reader = new OptionReader("laminar-postgres", Map.of(key, "1"));
        Set<ConfigOption<?>> known = new HashSet<>(PostgresConnectorOptions.ALL);
        reader.checkKeys(known, Set.of());
        reader.throwProblems();
        assertThat(reader.isWritten(option)).as(key).isTrue();
    }
}
