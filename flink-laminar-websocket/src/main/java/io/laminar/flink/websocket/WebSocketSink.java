// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import io.laminar.flink.sdk.sink.PortableSink;
import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.ReplayState;
import io.laminar.flink.websocket.sink.ReplayStateSerializer;
import io.laminar.flink.websocket.sink.Subscriptions;
import io.laminar.flink.websocket.sink.WebSocketSinkConfig;
import io.laminar.flink.websocket.sink.WebSocketSinkWriter;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A WebSocket server that sends each record as one message to every client; RFC 6455.
 *
 * <pre>{@code
 * WebSocketSink<String> sink =
 *         WebSocketSink.<String>builder()
 *                 .setBindAddress("0.0.0.0:8080")
 *                 .setSerializer(new SimpleStringSchema())
 *                 .build();
 * stream.sinkTo(sink).setParallelism(1);
 * }</pre>
 *
 * <p>Guarantee: at most once to each client that is connected. A client that reads too slowly
 * misses messages and is told how many, or is disconnected; the others are not held up. With a
 * replay buffer a new client first gets the most recent messages; the buffer is writer state and
 * survives a failover. After one, records since the last checkpoint are sent again.
 *
 * <p>Parallelism: 1, since it is one server; or up to the number of ports of a range. Then each
 * subtask is a server of its own, whose clients get that subtask's records.
 *
 * <p>Memory: messages of the replay buffer on the heap; for each client up to its buffer in direct
 * memory, shared where clients wait for the same messages.
 *
 * @param <T> what the serializer takes
 */
@PublicEvolving
public final class WebSocketSink<T>
        implements PortableSink<T>, SupportsWriterState<T, ReplayState> {

    private static final long serialVersionUID = 1L;

    private final WebSocketSinkConfig config;
    private final FrameType frameType;
    private final SerializationSchema<T> serializer;
    private final Subscriptions<T> subscriptions;

    private WebSocketSink(
            WebSocketSinkConfig config,
            FrameType frameType,
            SerializationSchema<T> serializer,
            Subscriptions<T> subscriptions) {
        this.config = config;
        this.frameType = frameType;
        this.serializer = serializer;
        this.subscriptions = subscriptions;
    }

    public static <T> WebSocketSinkBuilder<T> builder() {
        return new WebSocketSinkBuilder<>();
    }

    /** For the table layer, which has checked the same config itself. */
    @Internal
    public static <T> WebSocketSink<T> of(
            WebSocketSinkConfig config,
            FrameType frameType,
            SerializationSchema<T> serializer,
            Subscriptions<T> subscriptions) {
        return new WebSocketSink<>(config, frameType, serializer, subscriptions);
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
        return restoreWriter(context, List.of());
    }

    @Override
    public StatefulSinkWriter<T, ReplayState> restoreWriter(
            WriterInitContext context, Collection<ReplayState> recovered) throws IOException {
        try {
            config.requireParallelism(context.getTaskInfo().getNumberOfParallelSubtasks());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        try {
            serializer.open(context.asSerializationSchemaInitializationContext());
        } catch (Exception e) {
            throw new IOException("The serializer of the WebSocket sink can't be opened.", e);
        }
        return WebSocketSinkWriter.open(
                config,
                frameType,
                serializer,
                subscriptions,
                recovered,
                context.getTaskInfo().getIndexOfThisSubtask(),
                context.metricGroup());
    }

    @Override
    public SimpleVersionedSerializer<ReplayState> getWriterStateSerializer() {
        return new ReplayStateSerializer();
    }
}
