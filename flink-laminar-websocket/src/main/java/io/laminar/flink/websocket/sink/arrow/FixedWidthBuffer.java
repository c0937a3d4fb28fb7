// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.arrow;

import java.util.function.BiConsumer;

/** Values that all have the same number of bytes. */
final class FixedWidthBuffer extends ColumnBuffer {

    private final Bytes values = new Bytes();
    private final int width;
    private final BiConsumer<Bytes, Object> writer;

    /** The writer puts {@code width} bytes for each value. */
    FixedWidthBuffer(int width, BiConsumer<Bytes, Object> writer) {
        this.width = width;
        this.writer = writer;
    }

    @Override
    void appendValue(Object value) {
        writer.accept(values, value);
    }

    @Override
    void appendNull() {
        values.putZeros(width);
    }

    @Override
    void addValuesTo(BatchBody body) {
        body.buffer(values);
    }

    @Override
    void clearValues() {
        values.clear();
    }
}
