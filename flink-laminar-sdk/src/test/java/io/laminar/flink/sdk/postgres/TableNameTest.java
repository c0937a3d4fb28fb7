// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableNameTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "trades, \"public\".\"trades\"",
                "Trades, \"public\".\"trades\"",
                "\"Trades\", \"public\".\"Trades\"",
                "app.trades, \"app\".\"trades\"",
                "\"my app\".\"a.\"\"b\", \"my app\".\"a.\"\"b\""
            })
    void readsNamesAsPostgresqlDoes(String written, String sql) {
        assertThat(TableName.parse(written).sql()).isEqualTo(sql);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c", "a..b", "a.", "\"a", "a b"})
    void refusesWhatIsNoName(String written) {
        assertThatThrownBy(() -> TableName.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'table' is '%s', but must be 'table' or 'schema.table', with names that"
                                + " hold other characters in double quotes.",
                        written);
    }
}
