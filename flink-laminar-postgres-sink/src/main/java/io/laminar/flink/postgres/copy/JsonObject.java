// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.RowType;

/** ROW as a JSON object with its fields in their order; one that is NULL is {@code null}. */
final class JsonObject implements TextWriter {

    private final String[] names;
    private final byte[][] prefixes;
    private final TextWriter[] fields;

    JsonObject(RowType type) {
        this.names = type.getFieldNames().toArray(String[]::new);
        this.prefixes = new byte[names.length][];
        this.fields = new TextWriter[names.length];
        for (int i = 0; i < names.length; i++) {
            prefixes[i] = prefix(i, names[i]);
            fields[i] = JsonWriters.of(type.getTypeAt(i));
        }
    }

    /** What stands before the value, made once: brace or comma, name, colon. */
    private static byte[] prefix(int index, String name) {
        CopyBuffer out = new CopyBuffer(64);
        out.putByte(index == 0 ? '{' : ',');
        JsonText.put(GenericRowData.of(StringData.fromString(name)), 0, out);
        out.putByte(':');
        return out.toByteArray();
    }

    @Override
    public void write(RowData row, int position, CopyBuffer out) {
        RowData nested = row.getRow(position, fields.length);
        for (int i = 0; i < fields.length; i++) {
            out.putBytes(prefixes[i]);
            try {
                JsonText.putOrNull(fields[i], nested, i, out);
            } catch (IllegalArgumentException e) {
                throw ValueErrors.inField(names[i], e);
            }
        }
        out.putAscii(fields.length == 0 ? "{}" : "}");
    }
}
