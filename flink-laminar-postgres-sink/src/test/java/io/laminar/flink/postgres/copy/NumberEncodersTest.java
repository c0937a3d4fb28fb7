// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.apache.flink.table.data.DecimalData;
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

    @Test
    void writesADecimalWithoutScaleToAnInteger() {
        DecimalData value = DecimalData.fromBigDecimal(new BigDecimal("-9999"), 4, 0);
        assertThat(EncodedField.hex("DECIMAL(4, 0)", ColumnType.of(PostgresType.INT2), value))
                .isEqualTo("00000002" + "D8F1");
        assertThat(EncodedField.hex("DECIMAL(4, 0)", ColumnType.of(PostgresType.INT8), value))
                .isEqualTo("00000008" + "FFFFFFFFFFFFD8F1");
    }
}
