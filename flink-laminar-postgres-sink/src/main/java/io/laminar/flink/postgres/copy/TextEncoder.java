// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import org.apache.flink.table.data.RowData;

/** A column that receives its value as text, as most types do that are not numbers or times. */
record TextEncoder(TextWriter text) implements ColumnEncoder {

    @Override
    public void encode(RowData row, int position, CopyBuffer out) {
        int field = out.beginField();
        text.write(row, position, out);
        out.endField(field);
    }
}
