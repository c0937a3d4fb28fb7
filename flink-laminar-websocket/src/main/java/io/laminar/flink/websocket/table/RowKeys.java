// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.sink.RecordKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;

/**
 * The primary key of a table.
 *
 * <p>Threads: the task's; {@link #asInsertion} any.
 */
final class RowKeys implements RecordKeys<RowData> {

    private static final long serialVersionUID = 1L;

    private final RowData.FieldGetter[] columns;
    private final TypeSerializer<RowData> serializer;
    private final ChangelogEnvelope envelope;
    private transient @Nullable DataOutputSerializer out;

    private RowKeys(
            RowData.FieldGetter[] columns,
            TypeSerializer<RowData> serializer,
            ChangelogEnvelope envelope) {
        this.columns = columns;
        this.serializer = serializer;
        this.envelope = envelope;
    }

    static RowKeys of(
            RowType rowType,
            int[] keyColumns,
            TypeSerializer<RowData> keySerializer,
            ChangelogEnvelope envelope) {
        RowData.FieldGetter[] columns = new RowData.FieldGetter[keyColumns.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = RowData.createFieldGetter(rowType.getTypeAt(keyColumns[i]), keyColumns[i]);
        }
        return new RowKeys(columns, keySerializer, envelope);
    }

    @Override
    public byte[] keyOf(RowData row) {
        if (out == null) {
            out = new DataOutputSerializer(64);
        }
        GenericRowData key = new GenericRowData(columns.length);
        for (int i = 0; i < columns.length; i++) {
            key.setField(i, columns[i].getFieldOrNull(row));
        }
        try {
            out.clear();
            serializer.serialize(key, out);
            return out.getCopyOfBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isDeletion(RowData row) {
        return row.getRowKind() == RowKind.DELETE;
    }

    @Override
    public byte[] asInsertion(byte[] message) {
        return envelope == ChangelogEnvelope.JSON ? ChangelogSchema.asInsertion(message) : message;
    }
}
