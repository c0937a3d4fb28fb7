// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.WebSocketSource;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.data.RowData;

/**
 * The source with its watermarks, which the planner's own {@code SourceProvider} has no room for.
 */
final class WebSocketScan implements DataStreamScanProvider {

    /** One split: a second subtask would have nothing to read. */
    private static final int PARALLELISM = 1;

    private final WebSocketSource<RowData> source;
    private final WatermarkStrategy<RowData> watermarks;
    private final String name;

    WebSocketScan(
            WebSocketSource<RowData> source, WatermarkStrategy<RowData> watermarks, String name) {
        this.source = source;
        this.watermarks = watermarks;
        this.name = name;
    }

    @Override
    public DataStream<RowData> produceDataStream(
            ProviderContext context, StreamExecutionEnvironment environment) {
        DataStreamSource<RowData> rows =
                environment.fromSource(source, watermarks, name).setParallelism(PARALLELISM);
        // So that state finds its operator when the plan around it changes.
        context.generateUid("source").ifPresent(rows::uid);
        return rows;
    }

    /** So that what follows in the plan takes the job's parallelism, not the source's. */
    @Override
    public Optional<Integer> getParallelism() {
        return Optional.of(PARALLELISM);
    }

    @Override
    public boolean isBounded() {
        return false;
    }
}
