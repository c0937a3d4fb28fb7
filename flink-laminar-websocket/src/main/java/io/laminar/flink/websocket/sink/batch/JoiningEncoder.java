// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.batch;

import java.io.ByteArrayOutputStream;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.jspecify.annotations.Nullable;

/** Puts rows together that a serializer has made one by one. */
@Internal
public final class JoiningEncoder<T> implements MessageEncoder<T> {

    private static final long serialVersionUID = 1L;

    private final SerializationSchema<T> serializer;
    private final RowLayout layout;

    /** The first row, which is not copied if it stays the only one. */
    private transient byte @Nullable [] first;

    private transient @Nullable ByteArrayOutputStream joined;

    public JoiningEncoder(SerializationSchema<T> serializer, RowLayout layout) {
        this.serializer = serializer;
        this.layout = layout;
    }

    @Override
    public void open(SerializationSchema.InitializationContext context) throws Exception {
        serializer.open(context);
    }

    @Override
    public boolean add(T row) {
        byte[] bytes = serializer.serialize(row);
        if (bytes == null) {
            return false;
        }
        if (joined != null) {
            append(joined, bytes);
        } else if (first != null || layout == RowLayout.JSON_ARRAY) {
            joined = new ByteArrayOutputStream(Math.max(256, 4 * bytes.length));
            if (first != null) {
                joined.writeBytes(first);
                first = null;
                append(joined, bytes);
            } else {
                joined.write('[');
                joined.writeBytes(bytes);
            }
        } else {
            first = bytes;
        }
        return true;
    }

    private void append(ByteArrayOutputStream message, byte[] row) {
        message.write(layout == RowLayout.LINES ? '\n' : ',');
        message.writeBytes(row);
    }

    @Override
    public byte[] finish() {
        if (joined == null) {
            byte[] message = first;
            first = null;
            if (message == null) {
                throw new IllegalStateException("There is no row.");
            }
            return message;
        }
        if (layout == RowLayout.JSON_ARRAY) {
            joined.write(']');
        }
        byte[] message = joined.toByteArray();
        joined = null;
        return message;
    }
}
