// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.TimestampType;

/**
 * Which Flink type fits which column type, and how it is encoded.
 *
 * <p>Times: PostgreSQL keeps microseconds since 2000-01-01; what a Flink value has below that is
 * cut off (towards the past). TIMESTAMP_LTZ is an instant and becomes {@code timestamptz}.
 */
@Internal
public final class ColumnEncoders {

    private static final long MICROS_TO_2000 = 946_684_800_000_000L;
    private static final int DAYS_TO_2000 = 10_957;

    private ColumnEncoders() {}

    /** The column types that take values of this type, or none if there is no such. */
    public static Set<PostgresType> fitting(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> Set.of(PostgresType.BOOL);
            case TINYINT, SMALLINT ->
                    Set.of(
                            PostgresType.INT2,
                            PostgresType.INT4,
                            PostgresType.INT8,
                            PostgresType.NUMERIC);
            case INTEGER -> Set.of(PostgresType.INT4, PostgresType.INT8, PostgresType.NUMERIC);
            case BIGINT -> Set.of(PostgresType.INT8, PostgresType.NUMERIC);
            case FLOAT -> Set.of(PostgresType.FLOAT4, PostgresType.FLOAT8);
            case DOUBLE -> Set.of(PostgresType.FLOAT8);
            case DECIMAL -> Set.of(PostgresType.NUMERIC);
            case CHAR, VARCHAR ->
                    Set.of(PostgresType.TEXT, PostgresType.VARCHAR, PostgresType.BPCHAR);
            case BINARY, VARBINARY -> Set.of(PostgresType.BYTEA);
            case DATE -> Set.of(PostgresType.DATE);
            case TIME_WITHOUT_TIME_ZONE -> Set.of(PostgresType.TIME);
            case TIMESTAMP_WITHOUT_TIME_ZONE -> Set.of(PostgresType.TIMESTAMP);
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Set.of(PostgresType.TIMESTAMPTZ);
            default -> Set.of();
        };
    }

    /** The encoder for a pair that {@link #fitting} allows. */
    static ColumnEncoder of(LogicalType type, PostgresType column) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN ->
                    (row, i, out) -> {
                        out.putInt(1);
                        out.putByte(row.getBoolean(i) ? 1 : 0);
                    };
            case TINYINT -> integer((row, i) -> row.getByte(i), column);
            case SMALLINT -> integer((row, i) -> row.getShort(i), column);
            case INTEGER -> integer((row, i) -> row.getInt(i), column);
            case BIGINT -> integer((row, i) -> row.getLong(i), column);
            case FLOAT ->
                    column == PostgresType.FLOAT4
                            ? (row, i, out) -> {
                                out.putInt(4);
                                out.putInt(Float.floatToIntBits(row.getFloat(i)));
                            }
                            : (row, i, out) -> putDouble(row.getFloat(i), out);
            case DOUBLE -> (row, i, out) -> putDouble(row.getDouble(i), out);
            case DECIMAL -> {
                DecimalType decimal = (DecimalType) type;
                yield new NumericEncoder(decimal.getPrecision(), decimal.getScale());
            }
            case CHAR, VARCHAR -> new TextEncoder();
            case BINARY, VARBINARY ->
                    (row, i, out) -> {
                        byte[] bytes = row.getBinary(i);
                        out.putInt(bytes.length);
                        out.putBytes(bytes);
                    };
            case DATE ->
                    (row, i, out) -> {
                        out.putInt(4);
                        out.putInt(Math.subtractExact(row.getInt(i), DAYS_TO_2000));
                    };
            case TIME_WITHOUT_TIME_ZONE ->
                    (row, i, out) -> {
                        out.putInt(8);
                        out.putLong(row.getInt(i) * 1_000L);
                    };
            case TIMESTAMP_WITHOUT_TIME_ZONE -> timestamp(((TimestampType) type).getPrecision());
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    timestamp(((LocalZonedTimestampType) type).getPrecision());
            default -> throw new IllegalArgumentException("No encoder for " + type + ".");
        };
    }

    @FunctionalInterface
    private interface LongField {
        long get(org.apache.flink.table.data.RowData row, int position);
    }

    private static ColumnEncoder integer(LongField field, PostgresType column) {
        return switch (column) {
            case INT2 ->
                    (row, i, out) -> {
                        out.putInt(2);
                        out.putShort((int) field.get(row, i));
                    };
            case INT4 ->
                    (row, i, out) -> {
                        out.putInt(4);
                        out.putInt((int) field.get(row, i));
                    };
            case INT8 ->
                    (row, i, out) -> {
                        out.putInt(8);
                        out.putLong(field.get(row, i));
                    };
            case NUMERIC -> (row, i, out) -> NumericEncoder.encodeInteger(field.get(row, i), out);
            default -> throw new IllegalArgumentException("No integer fits " + column + ".");
        };
    }

    private static ColumnEncoder timestamp(int precision) {
        return (row, i, out) -> {
            var timestamp = row.getTimestamp(i, precision);
            long micros =
                    Math.addExact(
                            Math.multiplyExact(timestamp.getMillisecond(), 1_000L),
                            timestamp.getNanoOfMillisecond() / 1_000);
            out.putInt(8);
            out.putLong(Math.subtractExact(micros, MICROS_TO_2000));
        };
    }

    private static void putDouble(double value, CopyBuffer out) {
        out.putInt(8);
        out.putLong(Double.doubleToLongBits(value));
    }
}
