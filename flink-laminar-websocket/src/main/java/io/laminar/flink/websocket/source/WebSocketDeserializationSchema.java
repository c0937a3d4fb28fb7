// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.util.Collector;

/**
 * Makes records of bytes, with a look at where they came from.
 *
 * <p>Threads: the task's. Life cycle: {@link #open} comes first, once.
 *
 * @param <T> what it makes
 */
@PublicEvolving
public interface WebSocketDeserializationSchema<T> extends Serializable, ResultTypeQueryable<T> {

    /** Prepares it on the task manager. */
    default void open(DeserializationSchema.InitializationContext context) throws Exception {}

    /**
     * Emits what a record of a message stands for: mostly one, possibly none or several.
     *
     * @param record its bytes, not shared with anyone
     * @throws IOException if it can't be decoded
     */
    void deserialize(byte[] record, MessageMetadata message, Collector<T> out) throws IOException;
}
