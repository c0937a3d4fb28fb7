// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeMappingTest {

    private static final ColumnType JSONB = ColumnType.of(PostgresType.JSONB);
    private static final ColumnType INTS =
            new ColumnType.Array(ColumnType.of(PostgresType.INT4), 1007, "integer[]");
    private static final ColumnType ADDRESS =
            new ColumnType.Composite(
                    List.of(
                            new ColumnType.Composite.Field("no", ColumnType.of(PostgresType.INT4)),
                            new ColumnType.Composite.Field(
                                    "street", ColumnType.of(PostgresType.TEXT))),
                    20_000,
                    "address");

    private static List<String> findings(String flinkType, ColumnType column) {
        return TypeMapping.findings("c", EncodedField.type(flinkType), column);
    }

    /** {@code numeric(precision, scale)}, as {@code atttypmod} holds it. */
    private static ColumnType numeric(int precision, int scale) {
        int modifier = ((precision << 16) | (scale & 0x7FF)) + 4;
        String name = "numeric(" + precision + "," + scale + ")";
        return new ColumnType.Scalar(PostgresType.NUMERIC, 1700, modifier, name);
    }

    private static ColumnType interval(String name, int fields, int precision) {
        return new ColumnType.Scalar(PostgresType.INTERVAL, 1186, (fields << 16) | precision, name);
    }

    @Test
    void saysWhatFits() {
        assertThat(findings("STRING", ColumnType.of(PostgresType.INT8)))
                .containsExactly(
                        "column 'c' is STRING in Flink, but bigint on the server. It fits: character,"
                                + " character varying, cidr, citext, enum, inet, json, jsonb, name,"
                                + " text, uuid, xml. CAST it in the query, and change the DDL.");
        assertThat(findings("ARRAY<BIGINT>", ColumnType.of(PostgresType.TEXT)))
                .containsExactly(
                        "column 'c' is ARRAY<BIGINT> in Flink, but text on the server. It fits:"
                                + " bigint[], json, jsonb, numeric[]. CAST it in the query, and change"
                                + " the DDL.");
        assertThat(findings("ROW<a INT>", INTS))
                .containsExactly(
                        "column 'c' is ROW<`a` INT> in Flink, but integer[] on the server. It fits: a"
                                + " composite type with its fields, json, jsonb. CAST it in the query,"
                                + " and change the DDL.");
        assertThat(findings("INT", new ColumnType.Unwritable(790, "money")))
                .containsExactly(
                        "column 'c' is INT in Flink, but money on the server. It fits: bigint,"
                                + " integer, numeric. CAST it in the query, and change the DDL.");
    }

    @Test
    void saysThatNothingFits() {
        assertThat(findings("MULTISET<INT>", JSONB))
                .containsExactly(
                        "column 'c' is MULTISET<INT> in Flink, which this sink can't write. CAST it,"
                                + " to STRING for instance.");
    }

    @ParameterizedTest
    @CsvSource({
        "DECIMAL(4; 0), INT2, true", "DECIMAL(5; 0), INT2, false", "DECIMAL(9; 0), INT4, true",
        "DECIMAL(10; 0), INT4, false", "DECIMAL(18; 0), INT8, true", "DECIMAL(19; 0), INT8, false",
        "DECIMAL(4; 1), INT4, false", "BIGINT, INT4, false", "INT, INT2, false",
        "DOUBLE, FLOAT4, false", "DATE, TIMESTAMPTZ, false"
    })
    void takesNoNumberThatIsNotHeldExactly(String type, PostgresType column, boolean fits) {
        assertThat(findings(type.replace(';', ','), ColumnType.of(column)).isEmpty())
                .isEqualTo(fits);
    }

    @Test
    void refusesAScaleThatTheServerWouldRoundTo() {
        assertThat(findings("DECIMAL(10, 2)", numeric(10, 2))).isEmpty();
        assertThat(findings("DECIMAL(10, 3)", numeric(10, 2)))
                .containsExactly(
                        "column 'c' is DECIMAL(10, 3) in Flink, but numeric(10,2) on the server,"
                                + " which would round it. CAST it to a DECIMAL of the server's scale,"
                                + " and change the DDL.");
        assertThat(findings("INT", numeric(10, 0))).isEmpty();
        assertThat(findings("INT", numeric(3, -2))).hasSize(1);
        assertThat(findings("DOUBLE", numeric(20, 10))).hasSize(1);
        assertThat(findings("DOUBLE", ColumnType.of(PostgresType.NUMERIC))).isEmpty();
    }

    @Test
    void refusesAnIntervalColumnThatDropsAPart() {
        int year = 1 << 2;
        int hour = 1 << 10;
        int second = 1 << 12;
        assertThat(findings("INTERVAL YEAR TO MONTH", interval("interval hour", hour, 0xFFFF)))
                .isEmpty();
        assertThat(findings("INTERVAL YEAR TO MONTH", interval("interval year", year, 0xFFFF)))
                .containsExactly(
                        "column 'c' is INTERVAL YEAR(2) TO MONTH in Flink, but interval year on the"
                                + " server, which would drop a part of it. Make the column a plain"
                                + " interval.");
        assertThat(findings("INTERVAL DAY TO SECOND(3)", interval("i", hour, 0xFFFF))).hasSize(1);
        assertThat(findings("INTERVAL DAY TO SECOND(3)", interval("i", second, 2))).hasSize(1);
        assertThat(findings("INTERVAL DAY TO SECOND(3)", interval("i", second, 3))).isEmpty();
    }

    @Test
    void looksIntoArraysAndComposites() {
        assertThat(findings("ARRAY<ARRAY<BIGINT>>", INTS))
                .containsExactly(
                        "column 'c[]' is BIGINT in Flink, but integer on the server. It fits: bigint,"
                                + " numeric. CAST it in the query, and change the DDL.");
        assertThat(findings("ROW<no BIGINT, streat STRING>", ADDRESS))
                .containsExactly(
                        "column 'c.no' is BIGINT in Flink, but integer on the server. It fits:"
                                + " bigint, numeric. CAST it in the query, and change the DDL.",
                        "column 'c.streat' does not exist there. Did you mean 'c.street'?");
    }

    @Test
    void refusesMoreDimensionsThanThereAre() {
        assertThat(findings("ARRAY<".repeat(6) + "INT" + ">".repeat(6), INTS)).isEmpty();
        assertThat(findings("ARRAY<".repeat(7) + "INT" + ">".repeat(7), INTS))
                .containsExactly(
                        "column 'c' is an array of 7 dimensions, but PostgreSQL has at most 6. Make"
                                + " the column jsonb.");
    }

    @Test
    void refusesWhatJsonHasNoFormFor() {
        assertThat(findings("ROW<a ARRAY<MAP<INT, INT>>>", JSONB))
                .containsExactly(
                        "column 'c' is ROW<`a` ARRAY<MAP<INT, INT>>> in Flink, and JSON has no form"
                                + " for MAP<INT, INT>. CAST it, to STRING for instance; a MAP needs"
                                + " keys of STRING.");
        assertThat(findings("MAP<STRING, MULTISET<INT>>", JSONB)).hasSize(1);
        assertThat(findings("MAP<CHAR(3), ROW<a INT>>", JSONB)).isEmpty();
    }
}
