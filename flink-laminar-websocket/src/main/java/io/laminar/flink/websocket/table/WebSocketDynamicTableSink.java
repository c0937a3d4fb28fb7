// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.WebSocketSink;
import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.WebSocketSinkConfig;
import io.laminar.flink.websocket.source.RecordLayout;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/** A server that sends the rows of a query, whatever their kinds. */
final class WebSocketDynamicTableSink implements DynamicTableSink {

    private final WebSocketSinkConfig config;
    private final FrameType frameType;
    private final EncodingFormat<SerializationSchema<RowData>> format;
    private final ChangelogEnvelope envelope;
    private final RecordLayout layout;
    private final DataType rowType;
    private final int parallelism;

    WebSocketDynamicTableSink(
            WebSocketSinkConfig config,
            FrameType frameType,
            EncodingFormat<SerializationSchema<RowData>> format,
            ChangelogEnvelope envelope,
            RecordLayout layout,
            DataType rowType,
            int parallelism) {
        this.config = config;
        this.frameType = frameType;
        this.format = format;
        this.envelope = envelope;
        this.layout = layout;
        this.rowType = rowType;
        this.parallelism = parallelism;
    }

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
        // A format of its own changelog, such as debezium-json, says what it takes.
        return formatKnowsKinds() ? format.getChangelogMode() : requestedMode;
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        SerializationSchema<RowData> encoder = format.createRuntimeEncoder(context, rowType);
        SerializationSchema<RowData> schema =
                formatKnowsKinds() ? encoder : new ChangelogSchema(encoder, envelope);
        RowSubscriptions subscriptions =
                new RowSubscriptions(
                        (RowType) rowType.getLogicalType(), layout == RecordLayout.JSON);
        return SinkV2Provider.of(
                WebSocketSink.of(config, frameType, schema, subscriptions), parallelism);
    }

    private boolean formatKnowsKinds() {
        return !format.getChangelogMode().containsOnly(RowKind.INSERT);
    }

    @Override
    public DynamicTableSink copy() {
        return new WebSocketDynamicTableSink(
                config, frameType, format, envelope, layout, rowType, parallelism);
    }

    @Override
    public String asSummaryString() {
        return "WebSocket";
    }
}
