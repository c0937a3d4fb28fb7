// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.RuntimeContextInitializationContextAdapters;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.functions.source.RichSourceFunction;
import org.apache.flink.table.data.RowData;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;

/**
 * The peer: what one writes in an afternoon. A client of Java-WebSocket puts texts into a bounded
 * queue, and {@code run} takes them out and decodes them.
 */
@SuppressWarnings("deprecation") // Such sources are what the benchmark is about.
final class JavaWebSocketSource extends RichSourceFunction<RowData>
        implements ResultTypeQueryable<RowData> {

    private static final long serialVersionUID = 1L;

    private static final int QUEUE_MESSAGES = 10_000;
    private static final long POLL_MILLIS = 100;

    private final String url;
    private final DeserializationSchema<RowData> schema;
    private transient @Nullable BlockingQueue<String> queue;
    private transient @Nullable WebSocketClient client;
    private volatile boolean isRunning = true;

    JavaWebSocketSource(String url, DeserializationSchema<RowData> schema) {
        this.url = url;
        this.schema = schema;
    }

    @Override
    public void open(Configuration parameters) throws Exception {
        schema.open(
                RuntimeContextInitializationContextAdapters.deserializationAdapter(
                        getRuntimeContext()));
    }

    @Override
    public void run(SourceContext<RowData> context) throws Exception {
        BlockingQueue<String> messages = new ArrayBlockingQueue<>(QUEUE_MESSAGES);
        WebSocketClient connection = new Client(URI.create(url), messages);
        queue = messages;
        client = connection;
        if (!connection.connectBlocking()) {
            throw new IOException("No connection to " + url);
        }
        while (isRunning) {
            String message = messages.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (message != null) {
                RowData row = schema.deserialize(message.getBytes(UTF_8));
                synchronized (context.getCheckpointLock()) {
                    context.collect(row);
                }
            }
        }
    }

    @Override
    public void cancel() {
        isRunning = false;
        if (client != null) {
            client.close();
        }
        if (queue != null) {
            // The client's thread may wait for room.
            queue.clear();
        }
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return schema.getProducedType();
    }

    private static final class Client extends WebSocketClient {

        private final BlockingQueue<String> queue;

        Client(URI url, BlockingQueue<String> queue) {
            super(url);
            this.queue = queue;
            setConnectionLostTimeout(0);
        }

        @Override
        public void onOpen(ServerHandshake handshake) {}

        @Override
        public void onMessage(String message) {
            try {
                queue.put(message);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {}

        @Override
        public void onError(Exception e) {}
    }
}
