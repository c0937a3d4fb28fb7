// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresDdlTest {

    private static String sqlType(String flinkType) {
        return PostgresDdl.sqlType(
                LogicalTypeParser.parse(flinkType, PostgresDdlTest.class.getClassLoader()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOOLEAN                      | boolean",
                "TINYINT                      | smallint",
                "SMALLINT                     | smallint",
                "INT NOT NULL                 | integer",
                "BIGINT                       | bigint",
                "FLOAT                        | real",
                "DOUBLE                       | double precision",
                "DECIMAL(18, 4)               | numeric(18, 4)",
                "CHAR(3)                      | character(3)",
                "VARCHAR(20)                  | character varying(20)",
                "VARCHAR(10485761)            | text",
                "STRING                       | text",
                "BINARY(16)                   | bytea",
                "BYTES                        | bytea",
                "DATE                         | date",
                "TIME(3)                      | time without time zone",
                "TIMESTAMP(9)                 | timestamp without time zone",
                "TIMESTAMP_LTZ(3)             | timestamp with time zone",
                "INTERVAL YEAR TO MONTH       | interval",
                "INTERVAL DAY TO SECOND       | interval",
                "ARRAY<STRING>                | text[]",
                "ARRAY<ARRAY<DECIMAL(5, 2)>>  | numeric(5, 2)[][]",
                "ARRAY<ROW<a INT>>            | jsonb",
                "ROW<a INT, b STRING>         | jsonb",
                "MAP<STRING, INT>             | jsonb"
            })
    void namesTheColumnTypeOfEveryFlinkType(String flinkType, String sqlType) {
        assertThat(sqlType(flinkType)).isEqualTo(sqlType);
    }

    @Test
    void refusesWhatNoColumnTakes() {
        assertThatThrownBy(() -> sqlType("MULTISET<STRING>"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "MULTISET<STRING> has no column type that this sink can write. CAST it, to"
                                + " STRING for instance.");
    }
}
