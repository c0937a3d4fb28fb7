// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import io.laminar.flink.postgres.copy.ColumnType.Array;
import io.laminar.flink.postgres.copy.ColumnType.Composite;
import io.laminar.flink.postgres.copy.ColumnType.Scalar;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.RowType;

/** Chooses the encoder for a pair of types that {@link TypeMapping} lets through. */
final class ColumnEncoders {

    private ColumnEncoders() {}

    static ColumnEncoder of(LogicalType type, ColumnType column) {
        if (column instanceof Scalar scalar) {
            return scalar(type, scalar);
        }
        if (column instanceof Array array) {
            return ArrayEncoder.of(type, array);
        }
        if (column instanceof Composite composite && type instanceof RowType row) {
            return new CompositeEncoder(row, composite);
        }
        throw new IllegalArgumentException(
                "No encoder from " + type + " to " + column.sqlName() + ".");
    }

    private static ColumnEncoder scalar(LogicalType type, Scalar column) {
        return switch (column.type()) {
            case BOOL ->
                    (row, i, out) -> {
                        out.putInt(1);
                        out.putByte(row.getBoolean(i) ? 1 : 0);
                    };
            case INT2, INT4, INT8 -> NumberEncoders.toInteger(type, column.type());
            case FLOAT4 -> (row, i, out) -> out.putIntField(Float.floatToIntBits(row.getFloat(i)));
            case FLOAT8 -> NumberEncoders.toDouble(type);
            case NUMERIC -> NumberEncoders.toNumeric(type);
            case TEXT, VARCHAR, BPCHAR, NAME, CITEXT, ENUM -> new TextEncoder(PlainText.WRITER);
            case XML -> new XmlEncoder();
            case UUID -> new UuidEncoder();
            case INET -> new InetEncoder(InetEncoder.Kind.INET);
            case CIDR -> new InetEncoder(InetEncoder.Kind.CIDR);
            case JSON -> new TextEncoder(document(type));
            case JSONB -> new JsonbEncoder(document(type));
            case BYTEA ->
                    (row, i, out) -> {
                        byte[] bytes = row.getBinary(i);
                        out.putInt(bytes.length);
                        out.putBytes(bytes);
                    };
            case DATE -> TemporalEncoders.toDate(type);
            case TIME -> TemporalEncoders.toTime(column.timePrecision());
            case TIMESTAMP, TIMESTAMPTZ -> TemporalEncoders.toTimestamp(type, column);
            case INTERVAL -> TemporalEncoders.toInterval(type);
        };
    }

    /** A text is a document already; anything else becomes one. */
    private static TextWriter document(LogicalType type) {
        return type.is(LogicalTypeFamily.CHARACTER_STRING)
                ? PlainText.WRITER
                : JsonWriters.of(type);
    }
}
