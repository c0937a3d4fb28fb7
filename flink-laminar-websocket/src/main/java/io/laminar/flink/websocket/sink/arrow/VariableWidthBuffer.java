// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.arrow;

import java.util.function.Function;

/** Texts and byte strings: where each ends, then all bytes. */
final class VariableWidthBuffer extends ColumnBuffer {

    private final Bytes ends = new Bytes();
    private final Bytes values = new Bytes();
    private final Function<Object, byte[]> bytes;

    VariableWidthBuffer(Function<Object, byte[]> bytes) {
        this.bytes = bytes;
        ends.putInt(0);
    }

    @Override
    void appendValue(Object value) {
        values.putAll(bytes.apply(value));
        ends.putInt(values.size());
    }

    @Override
    void appendNull() {
        ends.putInt(values.size());
    }

    @Override
    void addValuesTo(BatchBody body) {
        body.buffer(ends);
        body.buffer(values);
    }

    @Override
    void clearValues() {
        ends.clear();
        ends.putInt(0);
        values.clear();
    }
}
