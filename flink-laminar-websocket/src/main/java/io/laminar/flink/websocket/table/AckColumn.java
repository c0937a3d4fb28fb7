// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.sink.client.ClientErrors;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.function.SerializableFunction;

/** The column whose value acknowledges a row, as text. */
final class AckColumn implements SerializableFunction<RowData, String> {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final RowData.FieldGetter getter;

    private AckColumn(String name, RowData.FieldGetter getter) {
        this.name = name;
        this.getter = getter;
    }

    /**
     * Finds the column.
     *
     * @throws IllegalArgumentException if there is none of this name, or its type is no good
     */
    static AckColumn of(String name, DataType table) {
        RowType columns = (RowType) table.getLogicalType();
        int index = columns.getFieldIndex(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    ClientErrors.unknownAckField(name, String.join(", ", columns.getFieldNames())));
        }
        LogicalType type = columns.getTypeAt(index);
        switch (type.getTypeRoot()) {
            case CHAR, VARCHAR, TINYINT, SMALLINT, INTEGER, BIGINT -> {
                return new AckColumn(name, RowData.createFieldGetter(type, index));
            }
            default ->
                    throw new IllegalArgumentException(
                            ClientErrors.badAckType(name, type.asSummaryString()));
        }
    }

    @Override
    public String apply(RowData row) {
        Object value = getter.getFieldOrNull(row);
        if (value == null) {
            throw new FlinkRuntimeException(ClientErrors.noAckValue(name));
        }
        return value.toString();
    }
}
