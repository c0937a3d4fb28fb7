// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.arrow;

import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.MapData;

/** Maps: where each ends, and the entries of all as one column of key and value. */
final class MapBuffer extends ColumnBuffer {

    private final Bytes ends = new Bytes();
    private final Bytes entryValidity = new Bytes();
    private final ArrayData.ElementGetter keyGetter;
    private final ArrayData.ElementGetter valueGetter;
    private final ColumnBuffer keys;
    private final ColumnBuffer values;

    MapBuffer(
            ArrayData.ElementGetter keyGetter,
            ColumnBuffer keys,
            ArrayData.ElementGetter valueGetter,
            ColumnBuffer values) {
        this.keyGetter = keyGetter;
        this.keys = keys;
        this.valueGetter = valueGetter;
        this.values = values;
        ends.putInt(0);
    }

    @Override
    void appendValue(Object value) {
        MapData map = (MapData) value;
        ArrayData mapKeys = map.keyArray();
        ArrayData mapValues = map.valueArray();
        for (int i = 0; i < map.size(); i++) {
            Object key = keyGetter.getElementOrNull(mapKeys, i);
            if (key == null) {
                throw new IllegalArgumentException(ArrowErrors.nullKey());
            }
            entryValidity.putBit(keys.count(), true);
            keys.append(key);
            values.append(valueGetter.getElementOrNull(mapValues, i));
        }
        ends.putInt(keys.count());
    }

    @Override
    void appendNull() {
        ends.putInt(keys.count());
    }

    @Override
    void addValuesTo(BatchBody body) {
        body.buffer(ends);
        body.field(keys.count(), 0);
        body.buffer(entryValidity);
        keys.addTo(body);
        values.addTo(body);
    }

    @Override
    void clearValues() {
        ends.clear();
        ends.putInt(0);
        entryValidity.clear();
        keys.clear();
        values.clear();
    }
}
