// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.arrow;

/** Booleans, eight a byte. */
final class BitBuffer extends ColumnBuffer {

    private final Bytes values = new Bytes();
    private int bits;

    @Override
    void appendValue(Object value) {
        values.putBit(bits++, (Boolean) value);
    }

    @Override
    void appendNull() {
        values.putBit(bits++, false);
    }

    @Override
    void addValuesTo(BatchBody body) {
        body.buffer(values);
    }

    @Override
    void clearValues() {
        values.clear();
        bits = 0;
    }
}
