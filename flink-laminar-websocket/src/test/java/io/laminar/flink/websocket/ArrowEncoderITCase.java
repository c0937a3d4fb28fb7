// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.websocket.sink.arrow.ArrowEncoder;
import io.laminar.flink.websocket.testing.ArrowReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.ZonedTimestampType;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.UserCodeClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the JavaScript library of Arrow reads in our messages. */
@Timeout(240)
class ArrowEncoderITCase {

    @TempDir Path folder;

    @Test
    void writesEveryTypeThatArrowHolds() throws Exception {
        RowType columns =
                rowType(
                        DataTypes.BOOLEAN(),
                        DataTypes.TINYINT(),
                        DataTypes.SMALLINT(),
                        DataTypes.INT(),
                        DataTypes.BIGINT(),
                        DataTypes.FLOAT(),
                        DataTypes.DOUBLE(),
                        DataTypes.DECIMAL(10, 2),
                        DataTypes.DECIMAL(38, 0),
                        DataTypes.STRING(),
                        DataTypes.CHAR(2).notNull(),
                        DataTypes.BYTES(),
                        DataTypes.DATE(),
                        DataTypes.TIME(3),
                        DataTypes.TIMESTAMP(3),
                        DataTypes.TIMESTAMP(6),
                        DataTypes.TIMESTAMP(9),
                        DataTypes.TIMESTAMP_LTZ(3),
                        DataTypes.INTERVAL(DataTypes.YEAR()),
                        DataTypes.INTERVAL(DataTypes.SECOND(3)),
                        DataTypes.ARRAY(DataTypes.INT()),
                        DataTypes.MAP(DataTypes.STRING(), DataTypes.BIGINT()),
                        DataTypes.MULTISET(DataTypes.STRING()),
                        DataTypes.ROW(
                                DataTypes.FIELD("x", DataTypes.INT()),
                                DataTypes.FIELD("y", DataTypes.ARRAY(DataTypes.STRING()))));
        TimestampData time =
                TimestampData.fromLocalDateTime(
                        LocalDateTime.parse("2026-01-02T03:04:05.123456789"));
        Map<StringData, Long> map = new LinkedHashMap<>();
        map.put(text("a"), 1L);
        map.put(text("b"), null);
        GenericRowData full =
                GenericRowData.of(
                        true,
                        (byte) -1,
                        (short) -2,
                        -3,
                        -4L,
                        1.5f,
                        -2.5,
                        decimal("-12345678.90", 10, 2),
                        decimal("-99999999999999999999999999999999999999", 38, 0),
                        text("höh 🚀"),
                        text("ab"),
                        new byte[] {1, -1},
                        (int) LocalDate.parse("2026-01-02").toEpochDay(),
                        3_600_123,
                        TimestampData.fromInstant(Instant.parse("2026-01-02T03:04:05.123Z")),
                        time,
                        time,
                        TimestampData.fromInstant(Instant.parse("1969-12-31T23:59:59.999Z")),
                        14,
                        5_001L,
                        new GenericArrayData(new Object[] {1, null, 3}),
                        new GenericMapData(map),
                        new GenericMapData(Map.of(text("m"), 2)),
                        GenericRowData.of(7, new GenericArrayData(new Object[] {text("p"), null})));
        GenericRowData empty = new GenericRowData(columns.getFieldCount());
        empty.setField(10, text(""));
        ArrowEncoder encoder = encoder(columns);
        encoder.add(full);
        encoder.add(empty);
        encoder.add(full);

        List<String> lines = ArrowReader.read(encoder.finish(), folder);
        assertThat(lines.get(0))
                .isEqualTo(
                        "c0: Bool; c1: Int8; c2: Int16; c3: Int32; c4: Int64; c5: Float32; c6:"
                                + " Float64; c7: Decimal[10e+2]; c8: Decimal[38e0]; c9: Utf8; c10:"
                                + " Utf8 not null; c11: Binary; c12: Date32<DAY>; c13:"
                                + " Time32<MILLISECOND>; c14: Timestamp<MILLISECOND>; c15:"
                                + " Timestamp<MICROSECOND>; c16: Timestamp<NANOSECOND>; c17:"
                                + " Timestamp<MILLISECOND, UTC>; c18: Interval<YEAR_MONTH>; c19:"
                                + " Duration<MILLISECOND>; c20: List<Int32>; c21: Map<{key:Utf8,"
                                + " value:Int64}>; c22: Map<{key:Utf8, value:Int32}>; c23: Struct<{x:Int32,"
                                + " y:List<Utf8>}>");
        assertThat(lines).hasSize(4);
        // Decimals are their 128 bits as four words, intervals years and months.
        assertThat(lines.get(1))
                .isEqualTo(lines.get(3))
                .isEqualTo(
                        "[true,-1,-2,-3,\"-4\",1.5,-2.5,"
                                + "[3060399406,4294967295,4294967295,4294967295],"
                                + "[1,4134919616,2776185733,3032789847],\"höh 🚀\",\"ab\",\"01ff\","
                                + "1767312000000,3600123,1767323045123,1767323045123.456,"
                                + "1767323045123.4568,-1,[1,2],\"5001\",[1,null,3],"
                                + "[[\"a\",\"1\"],[\"b\",null]],[[\"m\",2]],"
                                + "[[\"x\",7],[\"y\",[\"p\",null]]]]");
        assertThat(lines.get(2))
                .isEqualTo("[" + "null,".repeat(10) + "\"\"" + ",null".repeat(13) + "]");
    }

    @Test
    void makesEachMessageAStreamOfItsOwn() throws Exception {
        ArrowEncoder encoder = encoder(rowType(DataTypes.INT(), DataTypes.STRING()));
        for (int message = 0; message < 3; message++) {
            for (int row = 0; row <= 100 * message; row++) {
                encoder.add(GenericRowData.of(row, text("row " + row)));
            }
            List<String> lines = ArrowReader.read(encoder.finish(), folder);
            assertThat(lines).hasSize(2 + 100 * message);
            assertThat(lines.get(lines.size() - 1))
                    .isEqualTo(String.format("[%d,\"row %d\"]", 100 * message, 100 * message));
        }
    }

    @Test
    void takesInsertedAndUpdatedRowsOnly() {
        ArrowEncoder encoder = encoder(rowType(DataTypes.INT()));
        GenericRowData row = GenericRowData.of(1);
        row.setRowKind(RowKind.UPDATE_BEFORE);
        assertThat(encoder.add(row)).isFalse();
        row.setRowKind(RowKind.UPDATE_AFTER);
        assertThat(encoder.add(row)).isTrue();
        row.setRowKind(RowKind.DELETE);
        assertThatThrownBy(() -> encoder.add(row))
                .hasMessage(
                        "The query has deleted a row, which a message of the format 'arrow' can't"
                                + " say. Write a query that deletes nothing, or take 'format' ="
                                + " 'json' with 'changelog.envelope' = 'true'.");
    }

    @Test
    void saysWhatArrowCanNotHold() {
        LogicalType zoned = new ZonedTimestampType(3);
        assertThatThrownBy(
                        () ->
                                new ArrowEncoder(
                                        RowType.of(new LogicalType[] {zoned}, new String[] {"r"})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Column 'r' is of the type TIMESTAMP(3) WITH TIME ZONE")
                .hasMessageEndingWith(
                        ", which 'format' = 'arrow' can't hold. Cast it to another in the query, or"
                                + " take the format 'json-array'.");
        assertThatThrownBy(() -> new ArrowEncoder(RowType.of()))
                .hasMessage(
                        "The table has no columns, which 'format' = 'arrow' needs. Declare one.");
        ArrowEncoder nanos = encoder(rowType(DataTypes.TIMESTAMP(9)));
        TimestampData far = TimestampData.fromEpochMillis(Long.MAX_VALUE / 1_000);
        assertThatThrownBy(() -> nanos.add(GenericRowData.of(far)))
                .hasMessageEndingWith(
                        " is beyond what 64 bits of nanoseconds hold. Cast the column to"
                                + " TIMESTAMP(6).");
        ArrowEncoder maps = encoder(rowType(DataTypes.MAP(DataTypes.INT(), DataTypes.INT())));
        Map<Integer, Integer> nullKey = new LinkedHashMap<>();
        nullKey.put(null, 1);
        assertThatThrownBy(() -> maps.add(GenericRowData.of(new GenericMapData(nullKey))))
                .hasMessage(
                        "A MAP or MULTISET has the key NULL, which Arrow can't hold. Leave such entries"
                                + " out, or take the format 'json-array'.");
    }

    private static ArrowEncoder encoder(RowType columns) {
        ArrowEncoder encoder = new ArrowEncoder(columns);
        encoder.open(NoTask.INSTANCE);
        return encoder;
    }

    /** The encoder asks nothing of it. */
    private enum NoTask implements SerializationSchema.InitializationContext {
        INSTANCE;

        @Override
        public MetricGroup getMetricGroup() {
            throw new UnsupportedOperationException();
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            throw new UnsupportedOperationException();
        }
    }

    private static RowType rowType(DataType... types) {
        LogicalType[] logical = new LogicalType[types.length];
        String[] names = new String[types.length];
        for (int i = 0; i < types.length; i++) {
            logical[i] = types[i].getLogicalType();
            names[i] = "c" + i;
        }
        return RowType.of(logical, names);
    }

    private static StringData text(String text) {
        return StringData.fromString(text);
    }

    private static DecimalData decimal(String number, int precision, int scale) {
        return DecimalData.fromBigDecimal(new BigDecimal(number), precision, scale);
    }
}
