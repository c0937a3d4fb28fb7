// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import io.laminar.flink.websocket.sink.ClientFormats;
import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.RecordKeys;
import io.laminar.flink.websocket.sink.ReplayState;
import io.laminar.flink.websocket.sink.SinkErrors;
import io.laminar.flink.websocket.sink.Subscriptions;
import io.laminar.flink.websocket.sink.WebSocketSinkConfig;
import io.laminar.flink.websocket.sink.WebSocketSinkWriter;
import java.io.IOException;
import java.util.Collection;
import java.util.function.Predicate;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.jspecify.annotations.Nullable;

/** Listens, and sends each record as one message to every client. */
final class ServerSink<T> extends WebSocketSink<T> {

    private static final long serialVersionUID = 1L;

    private final WebSocketSinkConfig config;
    private final FrameType frameType;
    private final SerializationSchema<T> serializer;
    private final ClientFormats<T> formats;
    private final Subscriptions<T> subscriptions;
    private final @Nullable RecordKeys<T> keys;

    ServerSink(
            WebSocketSinkConfig config,
            FrameType frameType,
            SerializationSchema<T> serializer,
            ClientFormats<T> formats,
            Subscriptions<T> subscriptions,
            @Nullable RecordKeys<T> keys) {
        this.config = config;
        this.frameType = frameType;
        this.serializer = serializer;
        this.formats = formats;
        this.subscriptions = subscriptions;
        this.keys = keys;
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
            throw new IOException(SinkErrors.cannotOpenSerializer(), e);
        }
        return WebSocketSinkWriter.open(
                config,
                frameType,
                serializer,
                formats,
                subscriptions,
                keys,
                only(Predicate.not(ReplayState::isOfClient), recovered),
                context);
    }
}
