// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonWritersTest {

    private static final ColumnType JSON = ColumnType.of(PostgresType.JSON);

    record Value(String type, @Nullable Object value, String json) {
        @Override
        public String toString() {
            return type + ": " + json;
        }
    }

    private static DecimalData decimal(String text, int precision, int scale) {
        return DecimalData.fromBigDecimal(new BigDecimal(text), precision, scale);
    }

    private static TimestampData timestamp(String text) {
        return TimestampData.fromLocalDateTime(LocalDateTime.parse(text));
    }

    private static int day(String text) {
        return (int) LocalDate.parse(text).toEpochDay();
    }

    static Stream<Value> values() {
        return Stream.of(
                new Value("INT", null, "null"),
                new Value("BOOLEAN", true, "true"),
                new Value("BOOLEAN", false, "false"),
                new Value("TINYINT", (byte) -128, "-128"),
                new Value("SMALLINT", (short) 32767, "32767"),
                new Value("INT", 0, "0"),
                new Value("BIGINT", Long.MIN_VALUE, "-9223372036854775808"),
                new Value("FLOAT", 0.1f, "0.1"),
                new Value("DOUBLE", -1.5e300, "-1.5E300"),
                new Value("DECIMAL(5, 3)", decimal("-0.001", 5, 3), "-0.001"),
                new Value("DECIMAL(5, 3)", decimal("12.300", 5, 3), "12.300"),
                new Value("DECIMAL(3, 0)", decimal("100", 3, 0), "100"),
                new Value("DECIMAL(3, 3)", decimal("0", 3, 3), "0.000"),
                new Value(
                        "DECIMAL(38, 10)",
                        decimal("1234567890123456789012345678.0000000001", 38, 10),
                        "1234567890123456789012345678.0000000001"),
                new Value("STRING", StringData.fromString(""), "\"\""),
                new Value(
                        "STRING",
                        StringData.fromString("\"\\/\b\f\n\r\t\u0001\u001f\u007fé😀"),
                        "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u007fé😀\""),
                new Value("BYTES", new byte[] {0, -1, 62}, "\"AP8+\""),
                new Value("DATE", day("2026-01-02"), "\"2026-01-02\""),
                new Value("DATE", day("0000-12-31"), "\"0000-12-31\""),
                new Value("DATE", day("-0043-03-15"), "\"-0043-03-15\""),
                new Value("DATE", day("+12345-01-01"), "\"+12345-01-01\""),
                new Value("TIME(3)", 3_723_040, "\"01:02:03.04\""),
                new Value("TIME(0)", 0, "\"00:00:00\""),
                new Value(
                        "TIMESTAMP(9)",
                        timestamp("1969-12-31T23:59:59.123456789"),
                        "\"1969-12-31T23:59:59.123456789\""),
                new Value(
                        "TIMESTAMP_LTZ(3)",
                        timestamp("2026-01-02T14:30:00"),
                        "\"2026-01-02T14:30:00Z\""),
                new Value("INTERVAL YEAR TO MONTH", -14, "-14"),
                new Value("INTERVAL DAY TO SECOND(3)", 86_400_000L, "86400000"),
                new Value("ARRAY<INT>", new GenericArrayData(new Integer[] {1, null}), "[1,null]"),
                new Value("ARRAY<INT>", new GenericArrayData(new int[0]), "[]"),
                new Value(
                        "ROW<`q\"` INT, b INT>",
                        GenericRowData.of(1, null),
                        "{\"q\\\"\":1,\"b\":null}"),
                new Value(
                        "MAP<STRING, INT>",
                        new GenericMapData(
                                new LinkedHashMap<>(
                                        Map.of(StringData.fromString("k\n"), (Object) 1))),
                        "{\"k\\n\":1}"),
                new Value("MAP<STRING, INT>", new GenericMapData(Map.of()), "{}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void writesAValue(Value value) {
        assertThat(
                        EncodedField.text(
                                "ROW<f " + value.type() + ">",
                                JSON,
                                GenericRowData.of(value.value())))
                .isEqualTo("{\"f\":" + value.json() + "}");
    }

    @Test
    void putsTheVersionBeforeABinaryDocument() {
        assertThat(
                        EncodedField.hex(
                                "ARRAY<INT>",
                                ColumnType.of(PostgresType.JSONB),
                                new GenericArrayData(new int[0])))
                .isEqualTo("00000003" + "01" + "5B5D");
    }

    @Test
    void namesThePlaceOfWhatJsonCannotExpress() {
        GenericArrayData array = new GenericArrayData(new double[] {1, Double.NaN});
        assertThat(
                        EncodedField.refusal(
                                "ROW<a ROW<b ARRAY<DOUBLE>>>",
                                JSON,
                                GenericRowData.of(GenericRowData.of(array))))
                .isEqualTo(
                        "Column 'c': field 'a': field 'b': element 2: NaN can't be written to JSON."
                                + " Filter it out, or turn it into NULL.");
        GenericMapData map =
                new GenericMapData(Map.of(StringData.fromString("k"), Float.NEGATIVE_INFINITY));
        assertThat(EncodedField.refusal("MAP<STRING, FLOAT>", JSON, map))
                .isEqualTo(
                        "Column 'c': field 'k': -Infinity can't be written to JSON. Filter it out, or"
                                + " turn it into NULL.");
    }

    @Test
    void showsTheBeginningOfALongKeyWithoutControlCharacters() {
        StringData key = StringData.fromString("line\n\u001b[2J" + "x".repeat(1_000_000));
        GenericMapData map = new GenericMapData(Map.of(key, Double.NaN));
        assertThat(EncodedField.refusal("MAP<STRING, DOUBLE>", JSON, map))
                .isEqualTo(
                        "Column 'c': field 'line??[2J"
                                + "x".repeat(51)
                                + "…': NaN can't be written to JSON. Filter it out, or turn it into"
                                + " NULL.");
    }

    @Test
    void refusesAKeyThatIsNull() {
        GenericMapData map = new GenericMapData(Collections.singletonMap(null, 1));
        assertThat(EncodedField.refusal("MAP<STRING, INT>", JSON, map))
                .isEqualTo(
                        "Column 'c': a key of the map is NULL, which JSON can't express. Filter such"
                                + " keys out.");
    }

    @Test
    void refusesTheCharacterThatPostgresqlCannotStore() {
        GenericArrayData array = new GenericArrayData(new Object[] {StringData.fromString("\0")});
        assertThat(EncodedField.refusal("ARRAY<STRING>", JSON, array))
                .startsWith("Column 'c': element 1: the text holds the character U+0000");
    }
}
