// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.WebSocketSink;
import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.WebSocketSinkConfig;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** A server that sends the rows of an insert-only query. */
final class WebSocketDynamicTableSink implements DynamicTableSink {

    /** It is one server. */
    private static final int PARALLELISM = 1;

    private final WebSocketSinkConfig config;
    private final FrameType frameType;
    private final EncodingFormat<SerializationSchema<RowData>> format;
    private final DataType rowType;

    WebSocketDynamicTableSink(
            WebSocketSinkConfig config,
            FrameType frameType,
            EncodingFormat<SerializationSchema<RowData>> format,
            DataType rowType) {
        this.config = config;
        this.frameType = frameType;
        this.format = format;
        this.rowType = rowType;
    }

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
        return ChangelogMode.insertOnly();
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        SerializationSchema<RowData> schema = format.createRuntimeEncoder(context, rowType);
        return SinkV2Provider.of(WebSocketSink.of(config, frameType, schema), PARALLELISM);
    }

    @Override
    public DynamicTableSink copy() {
        return new WebSocketDynamicTableSink(config, frameType, format, rowType);
    }

    @Override
    public String asSummaryString() {
        return "WebSocket";
    }
}
