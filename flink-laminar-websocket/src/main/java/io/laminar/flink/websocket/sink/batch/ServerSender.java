// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.batch;

import io.laminar.flink.websocket.sink.ReplayState;
import java.io.IOException;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;

/** Gives messages to the server's writer, for which each of them is a record. */
@Internal
public final class ServerSender implements MessageSender {

    private final StatefulSinkWriter<byte[], ReplayState> server;
    private final Counter recordsSend;

    /** The server counts a message as one record; the counter gets what it holds beyond that. */
    public ServerSender(StatefulSinkWriter<byte[], ReplayState> server, Counter recordsSend) {
        this.server = server;
        this.recordsSend = recordsSend;
    }

    @Override
    public void send(byte[] message, int rows, @Nullable String answer)
            throws IOException, InterruptedException {
        server.write(message, NoTime.INSTANCE);
        recordsSend.inc(rows - 1L);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        server.flush(endOfInput);
    }

    @Override
    public List<ReplayState> snapshotState(long checkpointId) throws IOException {
        return server.snapshotState(checkpointId);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            server.close();
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** A message of several rows has the time of none of them. */
    private enum NoTime implements SinkWriter.Context {
        INSTANCE;

        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public @Nullable Long timestamp() {
            return null;
        }
    }
}
