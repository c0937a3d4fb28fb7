// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.arrow;

import org.jspecify.annotations.Nullable;

/**
 * The values of one field, as Arrow lays them out (Arrow Columnar Format, "Physical Memory
 * Layout"): which are null, then what the subclass has.
 */
abstract class ColumnBuffer {

    private final Bytes validity = new Bytes();
    private int count;
    private int nulls;

    /** Takes a value in Flink's internal form. */
    final void append(@Nullable Object value) {
        validity.putBit(count, value != null);
        count++;
        if (value == null) {
            nulls++;
            appendNull();
        } else {
            appendValue(value);
        }
    }

    final int count() {
        return count;
    }

    final void addTo(BatchBody body) {
        body.field(count, nulls);
        body.buffer(validity);
        addValuesTo(body);
    }

    final void clear() {
        validity.clear();
        count = 0;
        nulls = 0;
        clearValues();
    }

    abstract void appendValue(Object value);

    abstract void appendNull();

    abstract void addValuesTo(BatchBody body);

    abstract void clearValues();
}
