// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import org.apache.flink.core.io.SimpleVersionedSerializer;

/** For a writer that is told of checkpoints as its stateful kin, and keeps nothing in them. */
final class NoState implements SimpleVersionedSerializer<Void> {

    @Override
    public int getVersion() {
        return 1;
    }

    @Override
    public byte[] serialize(Void state) {
        throw new IllegalStateException("There is no state to write.");
    }

    @Override
    public Void deserialize(int version, byte[] serialized) {
        throw new IllegalStateException("There is no state to read.");
    }
}
