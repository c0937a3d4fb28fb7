// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import io.laminar.flink.websocket.sink.ClientFormats;
import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.ReplayState;
import io.laminar.flink.websocket.sink.SinkErrors;
import io.laminar.flink.websocket.sink.WebSocketSinkConfig;
import io.laminar.flink.websocket.sink.batch.BatchLimits;
import io.laminar.flink.websocket.sink.batch.BatchSubscriptions;
import io.laminar.flink.websocket.sink.batch.BatchingWriter;
import io.laminar.flink.websocket.sink.batch.MessageEncoder;
import io.laminar.flink.websocket.sink.batch.ServerSender;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.jspecify.annotations.Nullable;

/** Listens, and sends messages of several records to every client. */
final class BatchServerSink<T> extends WebSocketSink<T> {

    private static final long serialVersionUID = 1L;

    private final ServerSink<byte[]> server;
    private final MessageEncoder<T> encoder;
    private final BatchLimits limits;

    BatchServerSink(
            WebSocketSinkConfig config,
            FrameType frameType,
            @Nullable String format,
            BatchSubscriptions subscriptions,
            MessageEncoder<T> encoder,
            BatchLimits limits) {
        this.server =
                new ServerSink<>(
                        config,
                        frameType,
                        message -> message,
                        new ClientFormats<>(format, List.of()),
                        subscriptions,
                        null);
        this.encoder = encoder;
        this.limits = limits;
    }

    @Override
    public StatefulSinkWriter<T, ReplayState> restoreWriter(
            WriterInitContext context, Collection<ReplayState> recovered) throws IOException {
        try {
            encoder.open(context.asSerializationSchemaInitializationContext());
        } catch (Exception e) {
            throw new IOException(SinkErrors.cannotOpenSerializer(), e);
        }
        return new BatchingWriter<>(
                encoder,
                limits,
                /* answers= */ null,
                new ServerSender(
                        server.restoreWriter(context, recovered),
                        context.metricGroup().getNumRecordsSendCounter()),
                context.getProcessingTimeService());
    }
}
