// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import io.laminar.flink.sdk.sink.PortableSink;
import io.laminar.flink.websocket.sink.ClientFormats;
import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.RecordKeys;
import io.laminar.flink.websocket.sink.ReplayState;
import io.laminar.flink.websocket.sink.ReplayStateSerializer;
import io.laminar.flink.websocket.sink.SinkErrors;
import io.laminar.flink.websocket.sink.Subscriptions;
import io.laminar.flink.websocket.sink.WebSocketSinkConfig;
import io.laminar.flink.websocket.sink.batch.BatchLimits;
import io.laminar.flink.websocket.sink.batch.BatchSubscriptions;
import io.laminar.flink.websocket.sink.batch.MessageEncoder;
import io.laminar.flink.websocket.sink.client.ClientSinkConfig;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.function.SerializableFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends records as WebSocket messages (RFC 6455): to every client that connects to it, or to one
 * server that it connects to.
 *
 * <pre>{@code
 * WebSocketSink<String> sink =
 *         WebSocketSink.<String>builder()
 *                 .setBindAddress("0.0.0.0:8080") // or setUrl("wss://host/path")
 *                 .setSerializer(new SimpleStringSchema())
 *                 .build();
 * stream.sinkTo(sink).setParallelism(1);
 * }</pre>
 *
 * <p>Guarantee of a server: at most once to each client that is connected. A client that reads too
 * slowly misses messages and is told how many, or is disconnected; the others are not held up. With
 * a replay buffer a new client first gets the most recent messages, with a snapshot the current row
 * of every key; both are writer state and survive a failover. After one, records since the last
 * checkpoint are sent again. Parallelism: 1, since it is one server; or up to the number of ports
 * of a range. Then each subtask is a server of its own, whose clients get that subtask's records.
 *
 * <p>Guarantee of a client: at least once, if the server acknowledges each message. Otherwise what
 * a socket holds when its connection breaks is lost; nothing else is. Parallelism: any, with a
 * connection for each subtask.
 *
 * <p>Memory of a server: messages of the replay buffer on the heap; for each client up to its
 * buffer in direct memory, shared where clients wait for the same messages. Of a client: the
 * messages that wait for the connection or an answer, on the heap.
 *
 * @param <T> what the serializer takes
 */
@PublicEvolving
public abstract sealed class WebSocketSink<T>
        implements PortableSink<T>, SupportsWriterState<T, ReplayState>
        permits ServerSink, BatchServerSink, ClientSink {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketSink.class);

    WebSocketSink() {}

    public static <T> WebSocketSinkBuilder<T> builder() {
        return new WebSocketSinkBuilder<>();
    }

    /** A server, for the table layer, which has checked the same config itself. */
    @Internal
    public static <T> WebSocketSink<T> of(
            WebSocketSinkConfig config,
            FrameType frameType,
            SerializationSchema<T> serializer,
            ClientFormats<T> formats,
            Subscriptions<T> subscriptions,
            @Nullable RecordKeys<T> keys) {
        return new ServerSink<>(config, frameType, serializer, formats, subscriptions, keys);
    }

    /**
     * A server of messages that hold several records, for the table layer.
     *
     * @param format by which a client may call what it gets anyway; null for none
     */
    @Internal
    public static <T> WebSocketSink<T> of(
            WebSocketSinkConfig config,
            FrameType frameType,
            @Nullable String format,
            BatchSubscriptions subscriptions,
            MessageEncoder<T> encoder,
            BatchLimits limits) {
        return new BatchServerSink<>(config, frameType, format, subscriptions, encoder, limits);
    }

    /** A client, for the table layer, which has checked the same config itself. */
    @Internal
    public static <T> WebSocketSink<T> of(
            ClientSinkConfig config,
            FrameType frameType,
            MessageEncoder<T> encoder,
            BatchLimits limits,
            @Nullable SerializableFunction<T, String> answers) {
        return new ClientSink<>(config, frameType, encoder, limits, answers);
    }

    /**
     * Leaves out what the other mode kept: a client must not send the old messages of a replay
     * buffer, nor a server take for one what was meant for another server.
     */
    static List<ReplayState> only(
            Predicate<ReplayState> ofThisMode, Collection<ReplayState> recovered) {
        int foreign =
                recovered.stream()
                        .filter(Predicate.not(ofThisMode))
                        .mapToInt(state -> state.messages().size() + state.rows().size())
                        .sum();
        if (foreign > 0) {
            LOG.warn(SinkErrors.stateOfOtherMode(foreign));
        }
        return recovered.stream().filter(ofThisMode).toList();
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
        return restoreWriter(context, List.of());
    }

    @Override
    public SimpleVersionedSerializer<ReplayState> getWriterStateSerializer() {
        return new ReplayStateSerializer();
    }
}
