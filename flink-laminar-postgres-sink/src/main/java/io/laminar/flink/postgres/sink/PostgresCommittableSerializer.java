// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.sink.PostgresCommittable.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Version 1: sink id, subtask, run, epoch, always of a prepared transaction. Version 2 adds the
 * kind and the key columns.
 */
final class PostgresCommittableSerializer
        implements SimpleVersionedSerializer<PostgresCommittable> {

    private static final int PREPARED_ONLY = 1;
    private static final int VERSION = 2;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(PostgresCommittable committable) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        EpochId id = committable.id();
        out.writeUTF(id.sinkId());
        out.writeInt(id.subtask());
        out.writeLong(id.run());
        out.writeLong(id.epoch());
        out.writeByte(committable.kind().number());
        out.writeInt(committable.key().size());
        for (String column : committable.key()) {
            out.writeUTF(column);
        }
        return out.getCopyOfBuffer();
    }

    @Override
    public PostgresCommittable deserialize(int version, byte[] serialized) throws IOException {
        if (version < PREPARED_ONLY || version > VERSION) {
            throw new IOException(
                    String.format(
                            "The committable has version %d, which a newer release of this sink"
                                    + " wrote; this one reads up to version %d.",
                            version, VERSION));
        }
        DataInputDeserializer in = new DataInputDeserializer(serialized);
        EpochId id = new EpochId(in.readUTF(), in.readInt(), in.readLong(), in.readLong());
        if (version == PREPARED_ONLY) {
            return PostgresCommittable.prepared(id);
        }
        Kind kind = kind(in.readByte());
        List<String> key = new ArrayList<>();
        int columns = in.readInt();
        for (int i = 0; i < columns; i++) {
            key.add(in.readUTF());
        }
        return new PostgresCommittable(id, kind, key);
    }

    private static Kind kind(int number) throws IOException {
        for (Kind kind : Kind.values()) {
            if (kind.number() == number) {
                return kind;
            }
        }
        throw new IOException("A committable has the kind " + number + ", which is not known.");
    }
}
