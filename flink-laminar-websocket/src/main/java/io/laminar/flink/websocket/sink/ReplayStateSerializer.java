// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Version 1: number of messages; for each its length and bytes. */
@Internal
public final class ReplayStateSerializer implements SimpleVersionedSerializer<ReplayState> {

    @Override
    public int getVersion() {
        return 1;
    }

    @Override
    public byte[] serialize(ReplayState state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(1024);
        out.writeInt(state.messages().size());
        for (byte[] message : state.messages()) {
            out.writeInt(message.length);
            out.write(message);
        }
        return out.getCopyOfBuffer();
    }

    @Override
    public ReplayState deserialize(int version, byte[] serialized) throws IOException {
        if (version != 1) {
            throw new IOException(
                    "WebSocket replay state of version "
                            + version
                            + " was written by a newer connector. Use that one, or a newer one.");
        }
        DataInputDeserializer in = new DataInputDeserializer(serialized);
        int count = in.readInt();
        List<byte[]> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] message = new byte[in.readInt()];
            in.readFully(message);
            messages.add(message);
        }
        return new ReplayState(messages);
    }
}
