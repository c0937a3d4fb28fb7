// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.WebSocketSource;
import io.laminar.flink.websocket.source.WebSocketSourceConfig;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * The source with its watermarks, which the planner's own {@code SourceProvider} has no room for.
 */
final class WebSocketScan implements DataStreamScanProvider {

    private final WebSocketSourceConfig config;
    private final WebSocketSource<RowData> source;
    private final WatermarkStrategy<RowData> watermarks;
    private final @Nullable Integer parallelism;
    private final String name;

    /**
     * Makes the scan.
     *
     * @param parallelism as the user wrote it, checked; null for what suits the config
     */
    WebSocketScan(
            WebSocketSourceConfig config,
            WebSocketSource<RowData> source,
            WatermarkStrategy<RowData> watermarks,
            @Nullable Integer parallelism,
            String name) {
        this.config = config;
        this.source = source;
        this.watermarks = watermarks;
        this.parallelism = parallelism;
        this.name = name;
    }

    @Override
    public DataStream<RowData> produceDataStream(
            ProviderContext context, StreamExecutionEnvironment environment) {
        DataStreamSource<RowData> rows = environment.fromSource(source, watermarks, name);
        getParallelism().ifPresent(rows::setParallelism);
        requirePorts(rows.getParallelism());
        // So that state finds its operator when the plan around it changes.
        context.generateUid("source").ifPresent(rows::uid);
        return rows;
    }

    private void requirePorts(int subtasks) {
        try {
            config.requireParallelism(subtasks);
        } catch (IllegalArgumentException e) {
            throw new ValidationException(e.getMessage());
        }
    }

    /**
     * That of the source, so that what follows in the plan takes the job's. Empty if both are the
     * same: each subtask has its port. Where there is one feed, a second subtask would have nothing
     * to read.
     */
    @Override
    public Optional<Integer> getParallelism() {
        if (parallelism != null) {
            return Optional.of(parallelism);
        }
        return config.endpoint().portRange() == null ? Optional.of(1) : Optional.empty();
    }

    @Override
    public boolean isBounded() {
        return false;
    }
}
