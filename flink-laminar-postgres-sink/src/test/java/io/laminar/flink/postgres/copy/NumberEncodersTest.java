// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberEncodersTest {

    private static final ColumnType NUMERIC = ColumnType.of(PostgresType.NUMERIC);

    @ParameterizedTest
    @CsvSource({
        "0.0,       000000080000000000000000",
        "-0.0,      000000088000000000000000",
        "NaN,       000000087FF8000000000000",
        "Infinity,  000000087FF0000000000000",
        "-Infinity, 00000008FFF0000000000000",
        "4.9E-324,  000000080000000000000001"
    })
    void keepsEveryDouble(double value, String hex) {
        assertThat(EncodedField.hex("DOUBLE", ColumnType.of(PostgresType.FLOAT8), value))
                .isEqualTo(hex);
    }

    @Test
    void writesNumericOfADoubleAsItIsShown() {
        // 0.1: one group after the point, of 1000.
        assertThat(EncodedField.hex("DOUBLE", NUMERIC, 0.1))
                .isEqualTo("0000000A" + "0001" + "FFFF" + "0000" + "0001" + "03E8");
        // The float 0.1, not the double nearest to it.
        assertThat(EncodedField.hex("FLOAT", NUMERIC, 0.1f))
                .isEqualTo("0000000A" + "0001" + "FFFF" + "0000" + "0001" + "03E8");
        // -2 0000 0000: no digit after the point.
        assertThat(EncodedField.hex("DOUBLE", NUMERIC, -2e8))
                .isEqualTo(
                        "0000000E" + "0003" + "0002" + "4000" + "0000" + "0002" + "0000" + "0000");
        assertThat(EncodedField.hex("DOUBLE", NUMERIC, -0.0))
                .isEqualTo("00000008" + "0000" + "FFFF" + "0000" + "0000");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesNumericOfWhatIsNoNumber(double value) {
        String message =
                "Column 'c': "
                        + value
                        + " can't be written to numeric. Filter it out, or turn it into NULL.";
        assertThat(EncodedField.refusal("DOUBLE", NUMERIC, value)).isEqualTo(message);
        assertThat(EncodedField.refusal("FLOAT", NUMERIC, (float) value)).isEqualTo(message);
    }

    /** {@code GenericRowData} gives a decimal as it was put in. */
    @ParameterizedTest
    @CsvSource({
        "1.5,                    0000000C00020000000000010001" + "1388",
        "1.555,                  0000000C00020000000000030001" + "15AE",
        "7,                      0000000A000100000000" + "00000007",
        "-1.50000000000000000000, 00000014000600004000001400011388000000000000" + "0000"
    })
    void writesADecimalWithAnotherScaleThanItsTypeAsWhatItIs(BigDecimal value, String hex) {
        DecimalData decimal = DecimalData.fromBigDecimal(value, value.precision(), value.scale());
        assertThat(EncodedField.hex("DECIMAL(10, 2)", NUMERIC, decimal)).isEqualTo(hex);
        assertThat(
                        EncodedField.text(
                                "ARRAY<DECIMAL(10, 2)>",
                                ColumnType.of(PostgresType.JSON),
                                new GenericArrayData(new Object[] {decimal})))
                .isEqualTo("[" + value.toPlainString() + "]");
    }

    @Test
    void writesADecimalWithZerosAfterThePointToAnInteger() {
        DecimalData value = DecimalData.fromBigDecimal(new BigDecimal("-100.00"), 5, 2);
        assertThat(EncodedField.hex("DECIMAL(4, 0)", ColumnType.of(PostgresType.INT2), value))
                .isEqualTo("00000002" + "FF9C");
    }

    @ParameterizedTest
    @CsvSource({"1.5", "70000", "123456789012345678901234567890"})
    void refusesADecimalThatIsNoIntegerOfItsType(BigDecimal value) {
        DecimalData decimal = DecimalData.fromBigDecimal(value, value.precision(), value.scale());
        for (PostgresType column : new PostgresType[] {PostgresType.INT2, PostgresType.INT8}) {
            assertThat(EncodedField.refusal("DECIMAL(4, 0)", ColumnType.of(column), decimal))
                    .isEqualTo(
                            "Column 'c': "
                                    + value
                                    + " is outside of what DECIMAL(4, 0) can hold: whole numbers"
                                    + " of 4 digits.");
        }
    }

    @Test
    void writesADecimalWithoutScaleToAnInteger() {
        DecimalData value = DecimalData.fromBigDecimal(new BigDecimal("-9999"), 4, 0);
        assertThat(EncodedField.hex("DECIMAL(4, 0)", ColumnType.of(PostgresType.INT2), value))
                .isEqualTo("00000002" + "D8F1");
        assertThat(EncodedField.hex("DECIMAL(4, 0)", ColumnType.of(PostgresType.INT8), value))
                .isEqualTo("00000008" + "FFFFFFFFFFFFD8F1");
    }
}
