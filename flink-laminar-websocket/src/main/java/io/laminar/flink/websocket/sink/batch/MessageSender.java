// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.batch;

import io.laminar.flink.websocket.sink.ReplayState;
import java.io.IOException;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/** Where messages go. Threads: the task's. */
@Internal
public interface MessageSender extends AutoCloseable {

    /**
     * Takes a message over; waits while there is no room.
     *
     * @param rows how many it holds
     * @param answer what acknowledges it; null for nothing
     */
    void send(byte[] message, int rows, @Nullable String answer)
            throws IOException, InterruptedException;

    /** Does for a checkpoint, or for the end of the job, what the guarantee asks for. */
    void flush(boolean endOfInput) throws IOException, InterruptedException;

    List<ReplayState> snapshotState(long checkpointId) throws IOException;

    /** May be called twice. */
    @Override
    void close() throws IOException, InterruptedException;
}
