// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.WebSocketSource;
import io.laminar.flink.websocket.source.WebSocketSourceConfig;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** A scan of one feed. The kinds of its rows are those of the format. */
final class WebSocketDynamicTableSource implements ScanTableSource {

    /** One split: a second subtask would have nothing to read. */
    private static final int PARALLELISM = 1;

    private final WebSocketSourceConfig config;
    private final DecodingFormat<DeserializationSchema<RowData>> format;
    private final DataType rowType;

    WebSocketDynamicTableSource(
            WebSocketSourceConfig config,
            DecodingFormat<DeserializationSchema<RowData>> format,
            DataType rowType) {
        this.config = config;
        this.format = format;
        this.rowType = rowType;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return format.getChangelogMode();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        DeserializationSchema<RowData> schema = format.createRuntimeDecoder(context, rowType);
        return SourceProvider.of(WebSocketSource.of(config, schema), PARALLELISM);
    }

    @Override
    public DynamicTableSource copy() {
        return new WebSocketDynamicTableSource(config, format, rowType);
    }

    @Override
    public String asSummaryString() {
        return "WebSocket";
    }
}
