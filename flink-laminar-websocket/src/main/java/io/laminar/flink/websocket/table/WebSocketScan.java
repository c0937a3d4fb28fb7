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
    private final boolean mayMove;
    private final String name;

    /**
     * Makes the scan.
     *
     * @param parallelism as the user wrote it, checked; null for what suits the config
     * @param mayMove whether the planner may spread the rows over other subtasks behind the source
     */
    WebSocketScan(
            WebSocketSourceConfig config,
            WebSocketSource<RowData> source,
            WatermarkStrategy<RowData> watermarks,
            @Nullable Integer parallelism,
            boolean mayMove,
            String name) {
        this.config = config;
        this.source = source;
        this.watermarks = watermarks;
        this.parallelism = parallelism;
        this.mayMove = mayMove;
        this.name = name;
    }

    @Override
    public DataStream<RowData> produceDataStream(
            ProviderContext context, StreamExecutionEnvironment environment) {
        DataStreamSource<RowData> rows = environment.fromSource(source, watermarks, name);
        ownParallelism().ifPresent(rows::setParallelism);
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
     * The source's, if what follows in the plan is to have the job's instead. Empty if they are the
     * same, or if the rows have to stay in the subtask that read them.
     */
    @Override
    public Optional<Integer> getParallelism() {
        return mayMove ? ownParallelism() : Optional.empty();
    }

    /**
     * One where there is one split, since a second subtask would have nothing to read. Empty, which
     * is the job's, for several URLs and for a range of ports.
     */
    private Optional<Integer> ownParallelism() {
        if (parallelism != null) {
            return Optional.of(parallelism);
        }
        boolean isOne =
                config.endpoint().portRange() == null && config.endpoint().splits().size() == 1;
        return isOne ? Optional.of(1) : Optional.empty();
    }

    @Override
    public boolean isBounded() {
        return false;
    }
}
