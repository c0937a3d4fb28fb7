// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Version 2: the split's id; whether there is a cursor, and that (length in bytes, UTF-8); whether
 * there is a sequence number, and that. Version 1: the id.
 */
@Internal
public final class WebSocketSplitSerializer implements SimpleVersionedSerializer<WebSocketSplit> {

    @Override
    public int getVersion() {
        return 2;
    }

    @Override
    public byte[] serialize(WebSocketSplit split) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        out.writeUTF(split.splitId());
        String cursor = split.cursor();
        out.writeBoolean(cursor != null);
        if (cursor != null) {
            // Not writeUTF(), which ends at 64 KiB.
            byte[] bytes = cursor.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
        Long sequence = split.sequence();
        out.writeBoolean(sequence != null);
        if (sequence != null) {
            out.writeLong(sequence);
        }
        return out.getCopyOfBuffer();
    }

    @Override
    public WebSocketSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version > getVersion()) {
            throw new IOException(
                    "A WebSocket split of version "
                            + version
                            + " was written by a newer connector. Use that one, or a newer one.");
        }
        DataInputDeserializer in = new DataInputDeserializer(serialized);
        String splitId = in.readUTF();
        if (version == 1) {
            return new WebSocketSplit(splitId);
        }
        String cursor = null;
        if (in.readBoolean()) {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            cursor = new String(bytes, StandardCharsets.UTF_8);
        }
        Long sequence = in.readBoolean() ? in.readLong() : null;
        return new WebSocketSplit(splitId, cursor, sequence);
    }
}
