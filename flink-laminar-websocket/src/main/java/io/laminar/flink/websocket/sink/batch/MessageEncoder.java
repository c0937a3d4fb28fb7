// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.batch;

import io.laminar.flink.websocket.sink.FrameType;
import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.SerializationSchema;

/**
 * Makes one message of one row or of several.
 *
 * <p>Threads: the task's. Life cycle: {@link #open}, then any number of {@link #add} and {@link
 * #finish}.
 */
@PublicEvolving
public interface MessageEncoder<T> extends Serializable {

    /** Of its messages, unless the sink is told otherwise. */
    default FrameType frameType() {
        return FrameType.TEXT;
    }

    void open(SerializationSchema.InitializationContext context) throws Exception;

    /**
     * Takes a row up; it is not kept, so that the caller may reuse it.
     *
     * @return false if the row is left out
     */
    boolean add(T row);

    /** The message of all rows that were taken up since the last call; there is at least one. */
    byte[] finish();
}
