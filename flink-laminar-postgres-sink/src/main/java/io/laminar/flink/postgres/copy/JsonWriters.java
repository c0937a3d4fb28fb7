// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import java.util.Base64;
import java.util.Optional;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * Values as JSON (RFC 8259), straight into the buffer: numbers as numbers, times as ISO 8601 (an
 * instant in UTC), bytes in Base64, intervals as numbers of months or milliseconds. It reads as
 * what Flink's own {@code json} format writes in its ISO-8601 mode.
 */
final class JsonWriters {

    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private JsonWriters() {}

    /** The first type in this one that JSON has no form for, if there is one. */
    static Optional<LogicalType> unwritable(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN,
                            TINYINT,
                            SMALLINT,
                            INTEGER,
                            BIGINT,
                            FLOAT,
                            DOUBLE,
                            DECIMAL,
                            CHAR,
                            VARCHAR,
                            BINARY,
                            VARBINARY,
                            DATE,
                            TIME_WITHOUT_TIME_ZONE,
                            TIMESTAMP_WITHOUT_TIME_ZONE,
                            TIMESTAMP_WITH_LOCAL_TIME_ZONE,
                            INTERVAL_YEAR_MONTH,
                            INTERVAL_DAY_TIME ->
                    Optional.empty();
            case ARRAY -> unwritable(((ArrayType) type).getElementType());
            case MAP -> {
                MapType map = (MapType) type;
                yield map.getKeyType().is(LogicalTypeFamily.CHARACTER_STRING)
                        ? unwritable(map.getValueType())
                        : Optional.of(type);
            }
            case ROW ->
                    ((RowType) type)
                            .getChildren().stream()
                                    .map(JsonWriters::unwritable)
                                    .flatMap(Optional::stream)
                                    .findFirst();
            default -> Optional.of(type);
        };
    }

    static TextWriter of(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> (row, i, out) -> out.putAscii(row.getBoolean(i) ? "true" : "false");
            case TINYINT -> (row, i, out) -> AsciiNumbers.put(row.getByte(i), out);
            case SMALLINT -> (row, i, out) -> AsciiNumbers.put(row.getShort(i), out);
            case INTEGER, INTERVAL_YEAR_MONTH ->
                    (row, i, out) -> AsciiNumbers.put(row.getInt(i), out);
            case BIGINT, INTERVAL_DAY_TIME ->
                    (row, i, out) -> AsciiNumbers.put(row.getLong(i), out);
            case FLOAT ->
                    (row, i, out) -> {
                        float value = row.getFloat(i);
                        putFinite(value, Float.toString(value), out);
                    };
            case DOUBLE ->
                    (row, i, out) -> {
                        double value = row.getDouble(i);
                        putFinite(value, Double.toString(value), out);
                    };
            case DECIMAL -> decimal((DecimalType) type);
            case CHAR, VARCHAR -> (row, i, out) -> JsonText.put(row, i, out);
            case BINARY, VARBINARY -> quoted(JsonWriters::putBase64);
            case DATE -> quoted((row, i, out) -> IsoTimes.putDate(row.getInt(i), out));
            case TIME_WITHOUT_TIME_ZONE ->
                    quoted((row, i, out) -> IsoTimes.putTime(row.getInt(i), 0, out));
            case TIMESTAMP_WITHOUT_TIME_ZONE -> {
                int precision = LogicalTypeChecks.getPrecision(type);
                yield quoted((row, i, out) -> IsoTimes.put(row.getTimestamp(i, precision), out));
            }
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
                int precision = LogicalTypeChecks.getPrecision(type);
                yield quoted(
                        (row, i, out) -> {
                            IsoTimes.put(row.getTimestamp(i, precision), out);
                            out.putByte('Z');
                        });
            }
            case ARRAY -> new JsonArray(of(((ArrayType) type).getElementType()));
            case MAP -> new JsonMap(of(((MapType) type).getValueType()));
            case ROW -> new JsonObject((RowType) type);
            default -> throw new IllegalArgumentException("JSON has no form for " + type + ".");
        };
    }

    private static TextWriter quoted(TextWriter text) {
        return (row, i, out) -> {
            out.putByte('"');
            text.write(row, i, out);
            out.putByte('"');
        };
    }

    private static TextWriter decimal(DecimalType type) {
        int precision = type.getPrecision();
        int scale = type.getScale();
        return (row, i, out) -> {
            var decimal = row.getDecimal(i, precision, scale);
            if (decimal.isCompact()) {
                // Its own scale: a row of objects does not heed the one that it is asked for.
                AsciiNumbers.put(decimal.toUnscaledLong(), decimal.scale(), out);
            } else {
                out.putAscii(decimal.toBigDecimal().toPlainString());
            }
        };
    }

    private static void putFinite(double value, String shown, CopyBuffer out) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(ValueErrors.notANumber(value, "JSON"));
        }
        out.putAscii(shown);
    }

    private static void putBase64(RowData row, int position, CopyBuffer out) {
        out.putBytes(BASE64.encode(row.getBinary(position)));
    }
}
