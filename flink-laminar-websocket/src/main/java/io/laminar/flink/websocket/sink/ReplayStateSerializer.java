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
import org.jspecify.annotations.Nullable;

/**
 * Version 2: number of the first message; layout; number of messages; for each its payload and its
 * record; number of rows; for each its number, key, payload and record. Bytes follow their length,
 * which is -1 for none.
 *
 * <p>Version 1: number of messages; for each its payload.
 */
@Internal
public final class ReplayStateSerializer implements SimpleVersionedSerializer<ReplayState> {

    private static final int VERSION = 2;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(ReplayState state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(1024);
        out.writeLong(state.first());
        write(state.layout(), out);
        out.writeInt(state.messages().size());
        for (ReplayState.Message message : state.messages()) {
            write(message, out);
        }
        out.writeInt(state.rows().size());
        for (ReplayState.Row row : state.rows()) {
            out.writeLong(row.sequence());
            write(row.key(), out);
            write(row.message(), out);
        }
        return out.getCopyOfBuffer();
    }

    @Override
    public ReplayState deserialize(int version, byte[] serialized) throws IOException {
        if (version < 1 || version > VERSION) {
            throw new IOException(
                    "WebSocket replay state of version "
                            + version
                            + " was written by a newer connector. Use that one, or a newer one.");
        }
        DataInputDeserializer in = new DataInputDeserializer(serialized);
        return version == 1 ? readVersion1(in) : readVersion2(in);
    }

    private static ReplayState readVersion1(DataInputDeserializer in) throws IOException {
        int count = in.readInt();
        List<ReplayState.Message> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            messages.add(new ReplayState.Message(require(read(in)), null));
        }
        return new ReplayState(0, new byte[0], messages, List.of());
    }

    private static ReplayState readVersion2(DataInputDeserializer in) throws IOException {
        long first = in.readLong();
        byte[] layout = require(read(in));
        int messageCount = in.readInt();
        List<ReplayState.Message> messages = new ArrayList<>(messageCount);
        for (int i = 0; i < messageCount; i++) {
            messages.add(readMessage(in));
        }
        int rowCount = in.readInt();
        List<ReplayState.Row> rows = new ArrayList<>(rowCount);
        for (int i = 0; i < rowCount; i++) {
            rows.add(new ReplayState.Row(in.readLong(), require(read(in)), readMessage(in)));
        }
        return new ReplayState(first, layout, messages, rows);
    }

    private static ReplayState.Message readMessage(DataInputDeserializer in) throws IOException {
        return new ReplayState.Message(require(read(in)), read(in));
    }

    private static void write(ReplayState.Message message, DataOutputSerializer out)
            throws IOException {
        write(message.payload(), out);
        write(message.record(), out);
    }

    private static void write(byte @Nullable [] bytes, DataOutputSerializer out)
            throws IOException {
        if (bytes == null) {
            out.writeInt(-1);
        } else {
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private static byte @Nullable [] read(DataInputDeserializer in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static byte[] require(byte @Nullable [] bytes) throws IOException {
        if (bytes == null) {
            throw new IOException("WebSocket replay state is damaged: bytes are missing.");
        }
        return bytes;
    }
}
