// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Version 1: the split's id. */
@Internal
public final class WebSocketSplitSerializer implements SimpleVersionedSerializer<WebSocketSplit> {

    @Override
    public int getVersion() {
        return 1;
    }

    @Override
    public byte[] serialize(WebSocketSplit split) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(32);
        out.writeUTF(split.splitId());
        return out.getCopyOfBuffer();
    }

    @Override
    public WebSocketSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != 1) {
            throw new IOException(
                    "A WebSocket split of version "
                            + version
                            + " was written by a newer connector. Use that one, or a newer one.");
        }
        return new WebSocketSplit(new DataInputDeserializer(serialized).readUTF());
    }
}
