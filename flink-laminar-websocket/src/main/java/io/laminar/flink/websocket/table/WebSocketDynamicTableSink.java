// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.WebSocketSink;
import io.laminar.flink.websocket.sink.ClientFormats;
import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.WebSocketSinkConfig;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;

/** A server that sends the rows of a query, whatever their kinds. */
final class WebSocketDynamicTableSink implements DynamicTableSink {

    /** What a row was before an update has no meaning where the newest row of a key counts. */
    private static final ChangelogMode UPSERT =
            ChangelogMode.newBuilder()
                    .addContainedKind(RowKind.INSERT)
                    .addContainedKind(RowKind.UPDATE_AFTER)
                    .addContainedKind(RowKind.DELETE)
                    .build();

    private final WebSocketSinkConfig config;
    private final FrameType frameType;
    private final RowFormat format;
    private final List<RowFormat> clientFormats;
    private final ChangelogEnvelope envelope;
    private final DataType rowType;
    private final int[] keyColumns;
    private final int parallelism;

    WebSocketDynamicTableSink(
            WebSocketSinkConfig config,
            FrameType frameType,
            RowFormat format,
            List<RowFormat> clientFormats,
            ChangelogEnvelope envelope,
            DataType rowType,
            int[] keyColumns,
            int parallelism) {
        this.config = config;
        this.frameType = frameType;
        this.format = format;
        this.clientFormats = clientFormats;
        this.envelope = envelope;
        this.rowType = rowType;
        this.keyColumns = keyColumns;
        this.parallelism = parallelism;
    }

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
        if (usesKeys() && !requestedMode.containsOnly(RowKind.INSERT)) {
            return UPSERT;
        }
        // A format of its own changelog, such as debezium-json, says what it takes.
        return format.knowsKinds() ? format.encoding().getChangelogMode() : requestedMode;
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        ClientFormats<RowData> formats =
                new ClientFormats<>(
                        format.name(),
                        clientFormats.stream()
                                .map(further -> further.forClients(context, rowType, envelope))
                                .toList());
        RowSubscriptions subscriptions =
                new RowSubscriptions((RowType) rowType.getLogicalType(), format.isJson());
        return SinkV2Provider.of(
                WebSocketSink.of(
                        config,
                        frameType,
                        format.serializer(context, rowType, envelope),
                        formats,
                        subscriptions,
                        keys(context)),
                parallelism);
    }

    private boolean usesKeys() {
        return keyColumns.length > 0;
    }

    private @Nullable RowKeys keys(Context context) {
        if (!usesKeys()) {
            return null;
        }
        DataType keyType = Projection.of(keyColumns).project(rowType);
        TypeInformation<RowData> keys = context.createTypeInformation(keyType);
        return RowKeys.of(
                (RowType) rowType.getLogicalType(),
                keyColumns,
                keys.createSerializer(new SerializerConfigImpl()),
                envelope);
    }

    @Override
    public DynamicTableSink copy() {
        return new WebSocketDynamicTableSink(
                config,
                frameType,
                format,
                clientFormats,
                envelope,
                rowType,
                keyColumns,
                parallelism);
    }

    @Override
    public String asSummaryString() {
        return "WebSocket";
    }
}
