// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import org.apache.flink.table.data.RowData;

/** ARRAY as a JSON array; an element that is NULL is {@code null}. */
final class JsonArray implements TextWriter {

    private final TextWriter element;
    private final ArrayElements elements = new ArrayElements();

    JsonArray(TextWriter element) {
        this.element = element;
    }

    @Override
    public void write(RowData row, int position, CopyBuffer out) {
        elements.of(row.getArray(position));
        int size = elements.getArity();
        out.putByte('[');
        int i = 0;
        try {
            for (; i < size; i++) {
                if (i > 0) {
                    out.putByte(',');
                }
                JsonText.putOrNull(element, elements, i, out);
            }
        } catch (IllegalArgumentException e) {
            throw ValueErrors.inElement(i, e);
        }
        out.putByte(']');
    }
}
