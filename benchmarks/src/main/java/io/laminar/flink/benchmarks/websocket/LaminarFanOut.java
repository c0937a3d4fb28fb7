// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import io.laminar.flink.websocket.WebSocketSink;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.configuration.MemorySize;

/** Our sink's writer, with messages that are ready. */
final class LaminarFanOut implements FanOut {

    /** More than is ever under way to a client, lest a message is dropped. */
    private static final MemorySize CLIENT_BUFFER = MemorySize.ofMebiBytes(8);

    private final SinkWriter<byte[]> writer;
    private final int port;

    private LaminarFanOut(SinkWriter<byte[]> writer, int port) {
        this.writer = writer;
        this.port = port;
    }

    static LaminarFanOut start() throws IOException {
        BenchWriterContext context = new BenchWriterContext();
        SinkWriter<byte[]> writer =
                WebSocketSink.<byte[]>builder()
                        .setBindAddress("127.0.0.1:0")
                        .setSerializer((SerializationSchema<byte[]>) message -> message)
                        .setClientBuffer(CLIENT_BUFFER)
                        // The readers count bytes, and the others send no pings either.
                        .setPingInterval(Duration.ZERO)
                        .build()
                        .createWriter(context);
        return new LaminarFanOut(writer, context.gauge("boundPort"));
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void publish(byte[] message) throws IOException, InterruptedException {
        writer.write(message, BenchWriterContext.NO_TIME);
    }

    /** It waits for nothing. */
    @Override
    public void flush() {}

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            writer.close();
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
