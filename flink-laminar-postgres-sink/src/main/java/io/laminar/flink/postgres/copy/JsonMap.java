// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;

/** MAP with keys of text as a JSON object; a value that is NULL is {@code null}. */
final class JsonMap implements TextWriter {

    private final TextWriter value;
    private final ArrayElements keys = new ArrayElements();
    private final ArrayElements values = new ArrayElements();

    JsonMap(TextWriter value) {
        this.value = value;
    }

    @Override
    public void write(RowData row, int position, CopyBuffer out) {
        MapData map = row.getMap(position);
        keys.of(map.keyArray());
        values.of(map.valueArray());
        out.putByte('{');
        for (int i = 0; i < map.size(); i++) {
            if (i > 0) {
                out.putByte(',');
            }
            if (keys.isNullAt(i)) {
                throw new IllegalArgumentException(ValueErrors.NULL_KEY);
            }
            JsonText.put(keys, i, out);
            out.putByte(':');
            try {
                JsonText.putOrNull(value, values, i, out);
            } catch (IllegalArgumentException e) {
                throw ValueErrors.inKey(keys.getString(i), e);
            }
        }
        out.putByte('}');
    }
}
