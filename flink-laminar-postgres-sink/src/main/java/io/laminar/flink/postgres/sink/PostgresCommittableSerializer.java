// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Version 1: sink id, subtask, run, epoch, all of a transaction prepared in two phases. */
final class PostgresCommittableSerializer
        implements SimpleVersionedSerializer<PostgresCommittable> {

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(PostgresCommittable committable) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        out.writeUTF(committable.sinkId());
        out.writeInt(committable.subtask());
        out.writeLong(committable.run());
        out.writeLong(committable.epoch());
        return out.getCopyOfBuffer();
    }

    @Override
    public PostgresCommittable deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    String.format(
                            "The committable has version %d, which a newer release of this sink"
                                    + " wrote; this one reads version %d.",
                            version, VERSION));
        }
        DataInputDeserializer in = new DataInputDeserializer(serialized);
        return new PostgresCommittable(in.readUTF(), in.readInt(), in.readLong(), in.readLong());
    }
}
