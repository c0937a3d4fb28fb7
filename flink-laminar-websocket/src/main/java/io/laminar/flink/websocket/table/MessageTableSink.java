// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.WebSocketSink;
import io.laminar.flink.websocket.sink.batch.MessageEncoder;
import java.util.function.Function;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * Sends the rows of a query to a server, or as messages of several rows to the clients. To a server
 * go insertions only, unless the format or the envelope says the kind of a row.
 */
final class MessageTableSink implements DynamicTableSink {

    private final WebSocketMode mode;
    private final MessageFormat format;
    private final Function<MessageEncoder<RowData>, WebSocketSink<RowData>> sinks;
    private final @Nullable Integer parallelism;

    MessageTableSink(
            WebSocketMode mode,
            MessageFormat format,
            Function<MessageEncoder<RowData>, WebSocketSink<RowData>> sinks,
            @Nullable Integer parallelism) {
        this.mode = mode;
        this.format = format;
        this.sinks = sinks;
        this.parallelism = parallelism;
    }

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
        if (format.knowsKinds() && format.rows() != null) {
            return format.rows().getChangelogMode();
        }
        return mode == WebSocketMode.CLIENT && format.envelope() == ChangelogEnvelope.NONE
                ? ChangelogMode.insertOnly()
                : requestedMode;
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        return SinkV2Provider.of(sinks.apply(format.encoder(context)), parallelism);
    }

    @Override
    public DynamicTableSink copy() {
        return new MessageTableSink(mode, format, sinks, parallelism);
    }

    @Override
    public String asSummaryString() {
        return "WebSocket";
    }
}
