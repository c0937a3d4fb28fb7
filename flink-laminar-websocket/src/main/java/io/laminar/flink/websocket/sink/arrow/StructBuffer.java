// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.arrow;

import java.util.List;
import org.apache.flink.table.data.RowData;

/** Rows within rows, one column a field. */
final class StructBuffer extends ColumnBuffer {

    private final List<RowData.FieldGetter> getters;
    private final List<ColumnBuffer> fields;

    StructBuffer(List<RowData.FieldGetter> getters, List<ColumnBuffer> fields) {
        this.getters = List.copyOf(getters);
        this.fields = List.copyOf(fields);
    }

    @Override
    void appendValue(Object value) {
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).append(getters.get(i).getFieldOrNull((RowData) value));
        }
    }

    @Override
    void appendNull() {
        fields.forEach(field -> field.append(null));
    }

    @Override
    void addValuesTo(BatchBody body) {
        fields.forEach(field -> field.addTo(body));
    }

    @Override
    void clearValues() {
        fields.forEach(ColumnBuffer::clear);
    }
}
