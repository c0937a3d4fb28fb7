// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.arrow;

import org.apache.flink.table.data.ArrayData;

/** Arrays: where each ends, and the elements of all as one column. */
final class ListBuffer extends ColumnBuffer {

    private final Bytes ends = new Bytes();
    private final ArrayData.ElementGetter getter;
    private final ColumnBuffer elements;

    ListBuffer(ArrayData.ElementGetter getter, ColumnBuffer elements) {
        this.getter = getter;
        this.elements = elements;
        ends.putInt(0);
    }

    @Override
    void appendValue(Object value) {
        ArrayData array = (ArrayData) value;
        for (int i = 0; i < array.size(); i++) {
            elements.append(getter.getElementOrNull(array, i));
        }
        ends.putInt(elements.count());
    }

    @Override
    void appendNull() {
        ends.putInt(elements.count());
    }

    @Override
    void addValuesTo(BatchBody body) {
        body.buffer(ends);
        elements.addTo(body);
    }

    @Override
    void clearValues() {
        ends.clear();
        ends.putInt(0);
        elements.clear();
    }
}
