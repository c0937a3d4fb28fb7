// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.WebSocketSource;
import io.laminar.flink.websocket.source.SourceErrors;
import io.laminar.flink.websocket.source.ValueSchema;
import io.laminar.flink.websocket.source.WebSocketDeserializationSchema;
import io.laminar.flink.websocket.source.WebSocketSourceConfig;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.connector.source.abilities.SupportsSourceWatermark;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * A scan of one feed. The kinds of its rows are those of the format. A row holds the columns that
 * the query reads, then the metadata columns of the format, then those of the connector.
 */
final class WebSocketDynamicTableSource
        implements ScanTableSource,
                SupportsReadingMetadata,
                SupportsProjectionPushDown,
                SupportsWatermarkPushDown,
                SupportsSourceWatermark {

    private final WebSocketSourceConfig config;
    private final ProjectedFormat format;
    private final @Nullable Integer parallelism;
    private final boolean mayMove;

    private List<ReadableMetadata> metadata = List.of();
    private WatermarkStrategy<RowData> watermarks = WatermarkStrategy.noWatermarks();
    private DataType producedType;

    WebSocketDynamicTableSource(
            WebSocketSourceConfig config,
            DecodingFormat<DeserializationSchema<RowData>> format,
            DataType rowType,
            @Nullable Integer parallelism,
            boolean mayMove) {
        this(config, new ProjectedFormat(format, rowType), rowType, parallelism, mayMove);
    }

    private WebSocketDynamicTableSource(
            WebSocketSourceConfig config,
            ProjectedFormat format,
            DataType producedType,
            @Nullable Integer parallelism,
            boolean mayMove) {
        this.config = config;
        this.format = format;
        this.parallelism = parallelism;
        this.mayMove = mayMove;
        this.producedType = producedType;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return format.changelogMode();
    }

    @Override
    public boolean supportsNestedProjection() {
        return format.supportsNestedProjection();
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType producedDataType) {
        format.project(projectedFields);
        producedType = producedDataType;
    }

    /** Those of the format first: the planner asks for them in this order. */
    @Override
    public Map<String, DataType> listReadableMetadata() {
        Map<String, DataType> all = new LinkedHashMap<>(format.readableMetadata());
        ReadableMetadata.types()
                .forEach(
                        (key, type) -> {
                            // Ours wins, and stands where ours stand.
                            all.remove(key);
                            all.put(key, type);
                        });
        return all;
    }

    @Override
    public void applyReadableMetadata(List<String> metadataKeys, DataType producedDataType) {
        metadata =
                Arrays.stream(ReadableMetadata.values())
                        .filter(column -> metadataKeys.contains(column.key()))
                        .toList();
        List<String> own = metadata.stream().map(ReadableMetadata::key).toList();
        format.readMetadata(metadataKeys.stream().filter(key -> !own.contains(key)).toList());
        producedType = producedDataType;
    }

    @Override
    public void applyWatermark(WatermarkStrategy<RowData> strategy) {
        watermarks = strategy;
    }

    /**
     * The source knows no delay of its own feed: a record that is older than one before is late.
     */
    @Override
    public void applySourceWatermark() {
        if (config.eventTime() == null) {
            throw new ValidationException(SourceErrors.noSourceWatermark());
        }
        watermarks = WatermarkStrategy.forMonotonousTimestamps();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        return new WebSocketScan(
                config,
                WebSocketSource.of(config, schema(context)),
                watermarks,
                parallelism,
                mayMove,
                asSummaryString());
    }

    private WebSocketDeserializationSchema<RowData> schema(ScanContext context) {
        DeserializationSchema<RowData> values = format.decoder(context);
        return metadata.isEmpty()
                ? new ValueSchema<>(values)
                : new MetadataAppender(
                        values, metadata, context.createTypeInformation(producedType));
    }

    @Override
    public DynamicTableSource copy() {
        WebSocketDynamicTableSource copy =
                new WebSocketDynamicTableSource(
                        config, format.copy(), producedType, parallelism, mayMove);
        copy.metadata = metadata;
        copy.watermarks = watermarks;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return "WebSocket";
    }
}
