// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.apache.arrow.flatbuf.Binary;
import org.apache.arrow.flatbuf.Bool;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.Duration;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Interval;
import org.apache.arrow.flatbuf.IntervalUnit;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Struct_;
import org.apache.arrow.flatbuf.Time;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;

/** The Arrow type of each Flink type, and how its values are written. */
final class ArrowTypes {

    private ArrowTypes() {}

    /**
     * The fields of a table.
     *
     * @throws IllegalArgumentException if a column is of a type that Arrow can't hold
     */
    static List<ArrowField> fields(RowType columns) {
        return columns.getFields().stream()
                .map(column -> field(column.getName(), column.getType(), column.getName()))
                .toList();
    }

    /** The column is the one of the table, for messages. */
    private static ArrowField field(String name, LogicalType type, String column) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN ->
                    new ArrowField(
                            name,
                            type.isNullable(),
                            Type.Bool,
                            builder -> {
                                Bool.startBool(builder);
                                return Bool.endBool(builder);
                            },
                            List.of(),
                            BitBuffer::new);
            case TINYINT -> integer(name, type, 1, (to, value) -> to.putByte((Byte) value));
            case SMALLINT -> integer(name, type, 2, (to, value) -> to.putShort((Short) value));
            case INTEGER -> integer(name, type, 4, ArrowTypes::putInt);
            case BIGINT -> integer(name, type, 8, ArrowTypes::putLong);
            case FLOAT ->
                    floating(
                            name,
                            type,
                            4,
                            Precision.SINGLE,
                            (to, value) -> to.putInt(Float.floatToRawIntBits((Float) value)));
            case DOUBLE ->
                    floating(
                            name,
                            type,
                            8,
                            Precision.DOUBLE,
                            (to, value) -> to.putLong(Double.doubleToRawLongBits((Double) value)));
            case DECIMAL -> decimal(name, (DecimalType) type);
            case CHAR, VARCHAR ->
                    variable(
                            name,
                            type,
                            Type.Utf8,
                            builder -> {
                                Utf8.startUtf8(builder);
                                return Utf8.endUtf8(builder);
                            },
                            value -> ((StringData) value).toBytes());
            case BINARY, VARBINARY ->
                    variable(
                            name,
                            type,
                            Type.Binary,
                            builder -> {
                                Binary.startBinary(builder);
                                return Binary.endBinary(builder);
                            },
                            value -> (byte[]) value);
            case DATE ->
                    fixed(
                            name,
                            type,
                            Type.Date,
                            builder -> Date.createDate(builder, DateUnit.DAY),
                            4,
                            ArrowTypes::putInt);
            case TIME_WITHOUT_TIME_ZONE ->
                    fixed(
                            name,
                            type,
                            Type.Time,
                            builder -> Time.createTime(builder, TimeUnit.MILLISECOND, 32),
                            4,
                            ArrowTypes::putInt);
            case TIMESTAMP_WITHOUT_TIME_ZONE ->
                    timestamp(name, type, ((TimestampType) type).getPrecision(), "");
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    timestamp(name, type, ((LocalZonedTimestampType) type).getPrecision(), "UTC");
            case INTERVAL_YEAR_MONTH ->
                    fixed(
                            name,
                            type,
                            Type.Interval,
                            builder -> Interval.createInterval(builder, IntervalUnit.YEAR_MONTH),
                            4,
                            ArrowTypes::putInt);
            case INTERVAL_DAY_TIME ->
                    fixed(
                            name,
                            type,
                            Type.Duration,
                            builder -> Duration.createDuration(builder, TimeUnit.MILLISECOND),
                            8,
                            ArrowTypes::putLong);
            case ARRAY -> list(name, (ArrayType) type, column);
            case MAP ->
                    map(
                            name,
                            type,
                            ((MapType) type).getKeyType(),
                            ((MapType) type).getValueType(),
                            column);
            case MULTISET ->
                    map(
                            name,
                            type,
                            ((MultisetType) type).getElementType(),
                            new IntType(/* isNullable= */ false),
                            column);
            case ROW -> struct(name, (RowType) type, column);
            default ->
                    throw new IllegalArgumentException(
                            ArrowErrors.unsupported(column, type.asSummaryString()));
        };
    }

    private static ArrowField integer(
            String name, LogicalType type, int width, BiConsumer<Bytes, Object> writer) {
        return fixed(
                name,
                type,
                Type.Int,
                builder -> Int.createInt(builder, 8 * width, /* isSigned= */ true),
                width,
                writer);
    }

    private static ArrowField floating(
            String name,
            LogicalType type,
            int width,
            short precision,
            BiConsumer<Bytes, Object> writer) {
        return fixed(
                name,
                type,
                Type.FloatingPoint,
                builder -> FloatingPoint.createFloatingPoint(builder, precision),
                width,
                writer);
    }

    private static ArrowField decimal(String name, DecimalType type) {
        return fixed(
                name,
                type,
                Type.Decimal,
                builder ->
                        Decimal.createDecimal(builder, type.getPrecision(), type.getScale(), 128),
                16,
                ArrowTypes::putDecimal);
    }

    private static void putDecimal(Bytes to, Object value) {
        DecimalData decimal = (DecimalData) value;
        if (decimal.isCompact()) {
            long unscaled = decimal.toUnscaledLong();
            to.putLong(unscaled);
            to.putLong(unscaled >> 63);
        } else {
            BigInteger unscaled = new BigInteger(decimal.toUnscaledBytes());
            to.putLong(unscaled.longValue());
            to.putLong(unscaled.shiftRight(64).longValue());
        }
    }

    private static void putInt(Bytes to, Object value) {
        to.putInt((Integer) value);
    }

    private static void putLong(Bytes to, Object value) {
        to.putLong((Long) value);
    }

    /** In the coarsest unit that keeps all digits: milli-, micro- or nanoseconds. */
    private static ArrowField timestamp(String name, LogicalType type, int precision, String zone) {
        short unit =
                precision <= 3
                        ? TimeUnit.MILLISECOND
                        : precision <= 6 ? TimeUnit.MICROSECOND : TimeUnit.NANOSECOND;
        return fixed(
                name,
                type,
                Type.Timestamp,
                builder ->
                        Timestamp.createTimestamp(
                                builder, unit, zone.isEmpty() ? 0 : builder.createString(zone)),
                8,
                (to, value) -> to.putLong(since1970((TimestampData) value, unit)));
    }

    private static long since1970(TimestampData timestamp, short unit) {
        long millis = timestamp.getMillisecond();
        int nanos = timestamp.getNanoOfMillisecond();
        if (unit == TimeUnit.MILLISECOND) {
            return millis;
        }
        if (unit == TimeUnit.MICROSECOND) {
            return millis * 1_000 + nanos / 1_000;
        }
        try {
            return Math.addExact(Math.multiplyExact(millis, 1_000_000L), nanos);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    ArrowErrors.beyondNanoseconds(timestamp.toString()), e);
        }
    }

    private static ArrowField list(String name, ArrayType type, String column) {
        ArrowField element = field("item", type.getElementType(), column);
        return new ArrowField(
                name,
                type.isNullable(),
                Type.List,
                builder -> {
                    org.apache.arrow.flatbuf.List.startList(builder);
                    return org.apache.arrow.flatbuf.List.endList(builder);
                },
                List.of(element),
                () ->
                        new ListBuffer(
                                ArrayData.createElementGetter(type.getElementType()),
                                element.buffer().get()));
    }

    private static ArrowField map(
            String name, LogicalType type, LogicalType key, LogicalType value, String column) {
        ArrowField keys = field("key", key.copy(/* isNullable= */ false), column);
        ArrowField values = field("value", value, column);
        ArrowField entries =
                new ArrowField(
                        "entries",
                        /* isNullable= */ false,
                        Type.Struct_,
                        ArrowTypes::structTable,
                        List.of(keys, values),
                        () -> {
                            throw new IllegalStateException("The map holds its entries itself.");
                        });
        return new ArrowField(
                name,
                type.isNullable(),
                Type.Map,
                builder -> org.apache.arrow.flatbuf.Map.createMap(builder, /* keysSorted= */ false),
                List.of(entries),
                () ->
                        new MapBuffer(
                                ArrayData.createElementGetter(key),
                                keys.buffer().get(),
                                ArrayData.createElementGetter(value),
                                values.buffer().get()));
    }

    private static ArrowField struct(String name, RowType type, String column) {
        List<ArrowField> children =
                type.getFields().stream()
                        .map(child -> field(child.getName(), child.getType(), column))
                        .toList();
        return new ArrowField(
                name,
                type.isNullable(),
                Type.Struct_,
                ArrowTypes::structTable,
                children,
                () ->
                        new StructBuffer(
                                getters(type),
                                children.stream().map(child -> child.buffer().get()).toList()));
    }

    private static int structTable(FlatBufferBuilder builder) {
        Struct_.startStruct_(builder);
        return Struct_.endStruct_(builder);
    }

    static List<RowData.FieldGetter> getters(RowType row) {
        List<RowData.FieldGetter> getters = new ArrayList<>();
        for (int i = 0; i < row.getFieldCount(); i++) {
            getters.add(RowData.createFieldGetter(row.getTypeAt(i), i));
        }
        return getters;
    }

    private static ArrowField fixed(
            String name,
            LogicalType flinkType,
            byte type,
            ToIntFunction<FlatBufferBuilder> typeTable,
            int width,
            BiConsumer<Bytes, Object> writer) {
        return new ArrowField(
                name,
                flinkType.isNullable(),
                type,
                typeTable,
                List.of(),
                () -> new FixedWidthBuffer(width, writer));
    }

    private static ArrowField variable(
            String name,
            LogicalType flinkType,
            byte type,
            ToIntFunction<FlatBufferBuilder> typeTable,
            Function<Object, byte[]> bytes) {
        return new ArrowField(
                name,
                flinkType.isNullable(),
                type,
                typeTable,
                List.of(),
                () -> new VariableWidthBuffer(bytes));
    }
}
