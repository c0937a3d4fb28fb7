// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;

/** Which records replace one another. */
@PublicEvolving
public interface RecordKeys<T> extends Serializable {

    /** Equal for records of which a later one replaces an earlier one. Called on the task's. */
    byte[] keyOf(T record);

    /** Whether the record says that its key has none any more. Called on the task's thread. */
    default boolean isDeletion(T record) {
        return false;
    }

    /**
     * The message of a record for a client that knows none of the records before it: for formats
     * that tell a change from an insertion. The message may be in any of the sink's formats. Called
     * on the network thread.
     */
    default byte[] asInsertion(byte[] message) {
        return message;
    }
}
