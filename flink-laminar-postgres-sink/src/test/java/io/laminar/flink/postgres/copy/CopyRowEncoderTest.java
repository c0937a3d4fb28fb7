// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.TimeType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.TinyIntType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CopyRowEncoderTest {

    record Field(
            String name,
            LogicalType type,
            PostgresType column,
            @Nullable Object value,
            String hex) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static DecimalData decimal(String text, int precision, int scale) {
        return DecimalData.fromBigDecimal(new BigDecimal(text), precision, scale);
    }

    static Stream<Field> fields() {
        LogicalType text = new VarCharType(VarCharType.MAX_LENGTH);
        TimestampData timestamp =
                TimestampData.fromLocalDateTime(
                        LocalDateTime.parse("2000-01-01T00:00:01.000002999"));
        return Stream.of(
                new Field("NULL", new IntType(), PostgresType.INT4, null, "FFFFFFFF"),
                new Field("true", new BooleanType(), PostgresType.BOOL, true, "00000001" + "01"),
                new Field("false", new BooleanType(), PostgresType.BOOL, false, "00000001" + "00"),
                new Field(
                        "TINYINT",
                        new TinyIntType(),
                        PostgresType.INT2,
                        (byte) -1,
                        "00000002" + "FFFF"),
                new Field(
                        "SMALLINT",
                        new SmallIntType(),
                        PostgresType.INT2,
                        Short.MIN_VALUE,
                        "00000002" + "8000"),
                new Field("INT", new IntType(), PostgresType.INT4, 1, "00000004" + "00000001"),
                new Field(
                        "INT to bigint",
                        new IntType(),
                        PostgresType.INT8,
                        -1,
                        "00000008" + "FFFFFFFFFFFFFFFF"),
                new Field(
                        "INT to numeric",
                        new IntType(),
                        PostgresType.NUMERIC,
                        12345,
                        "0000000C" + "0002" + "0001" + "0000" + "0000" + "0001" + "0929"),
                new Field(
                        "BIGINT",
                        new BigIntType(),
                        PostgresType.INT8,
                        Long.MAX_VALUE,
                        "00000008" + "7FFFFFFFFFFFFFFF"),
                new Field(
                        "smallest BIGINT to numeric: 922 3372 0368 5477 5808",
                        new BigIntType(),
                        PostgresType.NUMERIC,
                        Long.MIN_VALUE,
                        "00000012"
                                + "0005"
                                + "0004"
                                + "4000"
                                + "0000"
                                + "039A"
                                + "0D2C"
                                + "0170"
                                + "1565"
                                + "16B0"),
                new Field(
                        "FLOAT",
                        new FloatType(),
                        PostgresType.FLOAT4,
                        1.5f,
                        "00000004" + "3FC00000"),
                new Field(
                        "FLOAT to double",
                        new FloatType(),
                        PostgresType.FLOAT8,
                        1.5f,
                        "00000008" + "3FF8000000000000"),
                new Field(
                        "DOUBLE",
                        new DoubleType(),
                        PostgresType.FLOAT8,
                        Double.NaN,
                        "00000008" + "7FF8000000000000"),
                new Field(
                        "DECIMAL 0.00: no group before the point, one after it",
                        new DecimalType(10, 2),
                        PostgresType.NUMERIC,
                        decimal("0.00", 10, 2),
                        "0000000A" + "0001" + "FFFF" + "0000" + "0002" + "0000"),
                new Field(
                        "DECIMAL -12345.67",
                        new DecimalType(10, 2),
                        PostgresType.NUMERIC,
                        decimal("-12345.67", 10, 2),
                        "0000000E" + "0003" + "0001" + "4000" + "0002" + "0001" + "0929" + "1A2C"),
                new Field(
                        "DECIMAL of 24 digits: 12 3456 7890 . 1234 5678 9012 34",
                        new DecimalType(24, 14),
                        PostgresType.NUMERIC,
                        decimal("1234567890.12345678901234", 24, 14),
                        "00000016"
                                + "0007"
                                + "0002"
                                + "0000"
                                + "000E"
                                + "000C"
                                + "0D80"
                                + "1ED2"
                                + "04D2"
                                + "162E"
                                + "2334"
                                + "0D48"),
                new Field(
                        "STRING",
                        text,
                        PostgresType.TEXT,
                        StringData.fromString("é"),
                        "00000002" + "C3A9"),
                new Field(
                        "empty STRING",
                        text,
                        PostgresType.TEXT,
                        StringData.fromString(""),
                        "00000000"),
                new Field(
                        "BYTES",
                        new VarBinaryType(VarBinaryType.MAX_LENGTH),
                        PostgresType.BYTEA,
                        new byte[] {0, (byte) 0xFF},
                        "00000002" + "00FF"),
                new Field(
                        "DATE before 2000",
                        new DateType(),
                        PostgresType.DATE,
                        (int) LocalDate.parse("1999-12-31").toEpochDay(),
                        "00000004" + "FFFFFFFF"),
                new Field(
                        "TIME",
                        new TimeType(3),
                        PostgresType.TIME,
                        1,
                        "00000008" + "00000000000003E8"),
                new Field(
                        "TIMESTAMP loses its nanoseconds",
                        new TimestampType(9),
                        PostgresType.TIMESTAMP,
                        timestamp,
                        "00000008" + "00000000000F4242"),
                new Field(
                        "TIMESTAMP_LTZ",
                        new LocalZonedTimestampType(6),
                        PostgresType.TIMESTAMPTZ,
                        timestamp,
                        "00000008" + "00000000000F4242"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fields")
    void encodesAFieldAsItsColumnReceivesIt(Field field) {
        CopyBuffer buffer = new CopyBuffer(1);
        encoder(field.type(), field.column()).write(GenericRowData.of(field.value()), buffer);
        assertThat(hex(buffer)).isEqualTo("0001" + field.hex());
    }

    @Test
    void framesAStream() {
        CopyBuffer buffer = new CopyBuffer(1);
        CopyRowEncoder encoder = encoder(new IntType(), PostgresType.INT4);
        CopyRowEncoder.writeHeader(buffer);
        encoder.write(GenericRowData.of(1), buffer);
        CopyRowEncoder.writeTrailer(buffer);
        assertThat(hex(buffer))
                .isEqualTo(
                        "5047434F50590AFF0D0A00"
                                + "00000000"
                                + "00000000"
                                + "0001"
                                + "00000004"
                                + "00000001"
                                + "FFFF");
    }

    @Test
    void refusesTheCharacterThatPostgresqlCannotStoreAndLeavesNoHalfRow() {
        CopyBuffer buffer = new CopyBuffer(1);
        CopyRowEncoder encoder =
                encoder(new VarCharType(VarCharType.MAX_LENGTH), PostgresType.TEXT);
        encoder.write(GenericRowData.of(StringData.fromString("ok")), buffer);
        int size = buffer.size();
        assertThatThrownBy(
                        () ->
                                encoder.write(
                                        GenericRowData.of(StringData.fromString("a\0b")), buffer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Column 'c': the text holds the character U+0000, which PostgreSQL can't"
                                + " store. Remove it with REPLACE(column, U&'\\0000', '') or store"
                                + " BYTES.");
        assertThat(buffer.size()).isEqualTo(size);
    }

    @Test
    void takesEveryTypeThatItSaysItTakes() {
        for (Field field : fields().toList()) {
            assertThat(TypeMapping.fitting(field.type())).contains(field.column());
        }
    }

    private static CopyRowEncoder encoder(LogicalType type, PostgresType column) {
        return new CopyRowEncoder(
                RowType.of(new LogicalType[] {type}, new String[] {"c"}),
                List.of(ColumnType.of(column)));
    }

    private static String hex(CopyBuffer buffer) {
        return HexFormat.of()
                .formatHex(Arrays.copyOf(buffer.array(), buffer.size()))
                .toUpperCase(Locale.ROOT);
    }
}
