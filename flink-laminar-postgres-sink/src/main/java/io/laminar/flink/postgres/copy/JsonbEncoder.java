// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import org.apache.flink.table.data.RowData;

/** A JSON document for {@code jsonb}: a version, then the text ({@code jsonb_recv}). */
record JsonbEncoder(TextWriter document) implements ColumnEncoder {

    private static final int VERSION = 1;

    @Override
    public void encode(RowData row, int position, CopyBuffer out) {
        int field = out.beginField();
        out.putByte(VERSION);
        document.write(row, position, out);
        out.endField(field);
    }
}
