// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Keeps records beside their messages, so that filters can be held against them later.
 *
 * <p>Threads: one; {@link #duplicate} makes another's.
 */
final class RecordCodec<T> {

    private final TypeSerializer<T> serializer;
    private final DataOutputSerializer out = new DataOutputSerializer(256);
    private final DataInputDeserializer in = new DataInputDeserializer();

    RecordCodec(TypeSerializer<T> serializer) {
        this.serializer = serializer;
    }

    RecordCodec<T> duplicate() {
        return new RecordCodec<>(serializer.duplicate());
    }

    byte[] encode(T record) {
        try {
            out.clear();
            serializer.serialize(record, out);
            return out.getCopyOfBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    T decode(byte[] record) {
        try {
            in.setBuffer(record);
            return serializer.deserialize(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Equal bytes say that another run's records can be read. */
    byte[] layout() throws IOException {
        DataOutputSerializer layout = new DataOutputSerializer(256);
        TypeSerializerSnapshot.writeVersionedSnapshot(layout, serializer.snapshotConfiguration());
        return layout.getCopyOfBuffer();
    }
}
