// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * A column's value as bytes: as Kafka's own serializer of that type writes it, where it has one,
 * else as text. NULL is no bytes at all.
 */
record KeyBytes(int column, LogicalType type) implements Serializable {

    private static final byte[] NULL = {};

    /** Nothing for a type whose values have no one form as text. */
    static Optional<KeyBytes> of(int column, LogicalType type) {
        return switch (type.getTypeRoot()) {
            case ARRAY,
                            MAP,
                            MULTISET,
                            ROW,
                            STRUCTURED_TYPE,
                            DISTINCT_TYPE,
                            RAW,
                            SYMBOL,
                            UNRESOLVED ->
                    Optional.empty();
            default -> Optional.of(new KeyBytes(column, type));
        };
    }

    byte[] of(RowData row) {
        if (row.isNullAt(column)) {
            return NULL;
        }
        return switch (type.getTypeRoot()) {
            case CHAR, VARCHAR -> row.getString(column).toBytes();
            case BINARY, VARBINARY -> row.getBinary(column);
            case TINYINT -> new byte[] {row.getByte(column)};
            case SMALLINT ->
                    ByteBuffer.allocate(Short.BYTES).putShort(row.getShort(column)).array();
            case INTEGER -> ByteBuffer.allocate(Integer.BYTES).putInt(row.getInt(column)).array();
            case BIGINT -> ByteBuffer.allocate(Long.BYTES).putLong(row.getLong(column)).array();
            case FLOAT -> ByteBuffer.allocate(Float.BYTES).putFloat(row.getFloat(column)).array();
            case DOUBLE ->
                    ByteBuffer.allocate(Double.BYTES).putDouble(row.getDouble(column)).array();
            default ->
                    String.valueOf(RowData.createFieldGetter(type, column).getFieldOrNull(row))
                            .getBytes(StandardCharsets.UTF_8);
        };
    }
}
