// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import io.laminar.flink.postgres.copy.ColumnType.Composite;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/**
 * ROW as a composite type: the number of fields, then the type, length and bytes of each ({@code
 * record_recv}). Fields are matched by name; one that the ROW lacks is NULL.
 */
final class CompositeEncoder implements ColumnEncoder {

    /** A field of the composite type, with its source if the ROW has one. */
    private record Field(String name, int oid, int source, @Nullable ColumnEncoder encoder) {}

    private final Field[] fields;
    private final int arity;

    CompositeEncoder(RowType type, Composite column) {
        this.arity = type.getFieldCount();
        this.fields =
                column.fields().stream().map(field -> field(field, type)).toArray(Field[]::new);
    }

    private static Field field(Composite.Field field, RowType type) {
        int source = type.getFieldIndex(field.name());
        ColumnEncoder encoder =
                source < 0 ? null : ColumnEncoders.of(type.getTypeAt(source), field.type());
        return new Field(field.name(), (int) field.type().oid(), source, encoder);
    }

    @Override
    public void encode(RowData row, int position, CopyBuffer out) {
        RowData nested = row.getRow(position, arity);
        int start = out.beginField();
        out.putInt(fields.length);
        for (Field field : fields) {
            out.putInt(field.oid());
            ColumnEncoder encoder = field.encoder();
            if (encoder == null || nested.isNullAt(field.source())) {
                out.putNull();
                continue;
            }
            try {
                encoder.encode(nested, field.source(), out);
            } catch (IllegalArgumentException e) {
                throw ValueErrors.inField(field.name(), e);
            }
        }
        out.endField(start);
    }
}
