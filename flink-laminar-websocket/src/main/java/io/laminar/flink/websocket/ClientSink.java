// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.ReplayState;
import io.laminar.flink.websocket.sink.SinkErrors;
import io.laminar.flink.websocket.sink.batch.BatchLimits;
import io.laminar.flink.websocket.sink.batch.BatchingWriter;
import io.laminar.flink.websocket.sink.batch.MessageEncoder;
import io.laminar.flink.websocket.sink.client.ClientSender;
import io.laminar.flink.websocket.sink.client.ClientSinkConfig;
import java.io.IOException;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.util.function.SerializableFunction;
import org.jspecify.annotations.Nullable;

/** Connects to a server and sends it each message, from each subtask over its own connection. */
final class ClientSink<T> extends WebSocketSink<T> {

    private static final long serialVersionUID = 1L;

    private final ClientSinkConfig config;
    private final FrameType frameType;
    private final MessageEncoder<T> encoder;
    private final BatchLimits limits;
    private final @Nullable SerializableFunction<T, String> answers;

    /** The answers are null if the server acknowledges nothing. */
    ClientSink(
            ClientSinkConfig config,
            FrameType frameType,
            MessageEncoder<T> encoder,
            BatchLimits limits,
            @Nullable SerializableFunction<T, String> answers) {
        this.config = config;
        this.frameType = frameType;
        this.encoder = encoder;
        this.limits = limits;
        this.answers = answers;
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
                answers,
                ClientSender.start(
                        config,
                        frameType,
                        only(ReplayState::isOfClient, recovered),
                        context.metricGroup(),
                        context.getTaskInfo()),
                context.getProcessingTimeService());
    }
}
