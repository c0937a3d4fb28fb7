// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.WebSocketSink;
import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.batch.BatchLimits;
import io.laminar.flink.websocket.sink.batch.JoiningEncoder;
import io.laminar.flink.websocket.sink.batch.RowLayout;
import io.laminar.flink.websocket.sink.client.ClientSinkConfig;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;

/**
 * Sends the rows of a query to a server: insertions only, unless the format or the envelope says
 * the kind of a row.
 */
final class ClientTableSink implements DynamicTableSink {

    private final ClientSinkConfig config;
    private final BatchLimits limits;
    private final FrameType frameType;
    private final EncodingFormat<SerializationSchema<RowData>> format;
    private final ChangelogEnvelope envelope;
    private final DataType rowType;
    private final @Nullable AckColumn answers;
    private final @Nullable Integer parallelism;

    ClientTableSink(
            ClientSinkConfig config,
            BatchLimits limits,
            FrameType frameType,
            EncodingFormat<SerializationSchema<RowData>> format,
            ChangelogEnvelope envelope,
            DataType rowType,
            @Nullable AckColumn answers,
            @Nullable Integer parallelism) {
        this.config = config;
        this.limits = limits;
        this.frameType = frameType;
        this.format = format;
        this.envelope = envelope;
        this.rowType = rowType;
        this.answers = answers;
        this.parallelism = parallelism;
    }

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
        if (formatKnowsKinds()) {
            return format.getChangelogMode();
        }
        return envelope == ChangelogEnvelope.NONE ? ChangelogMode.insertOnly() : requestedMode;
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        SerializationSchema<RowData> encoder = format.createRuntimeEncoder(context, rowType);
        SerializationSchema<RowData> schema =
                formatKnowsKinds() ? encoder : new ChangelogSchema(encoder, envelope);
        return SinkV2Provider.of(
                WebSocketSink.of(
                        config,
                        frameType,
                        new JoiningEncoder<>(schema, RowLayout.LINES),
                        limits,
                        answers),
                parallelism);
    }

    private boolean formatKnowsKinds() {
        return !format.getChangelogMode().containsOnly(RowKind.INSERT);
    }

    @Override
    public DynamicTableSink copy() {
        return new ClientTableSink(
                config, limits, frameType, format, envelope, rowType, answers, parallelism);
    }

    @Override
    public String asSummaryString() {
        return "WebSocket";
    }
}
