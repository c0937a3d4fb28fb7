// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import java.util.Map;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.abilities.SupportsOverwrite;
import org.apache.flink.table.connector.sink.abilities.SupportsPartitioning;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.flink.IcebergTableSink;

/**
 * Iceberg's sink, for a table that is made or altered first: when the planner has found the whole
 * statement good, and builds the job.
 *
 * <p>It also tells the planner what it takes. Iceberg's own sink takes any change; without equality
 * fields it writes a deletion as a row, and in upsert mode it drops the old row of an update, which
 * loses the deletion of a key that changed. As an upsert sink the planner sees to that.
 */
final class PreparedTableSink implements DynamicTableSink, SupportsPartitioning, SupportsOverwrite {

    private final IcebergTableSink sink;
    private final TablePlan plan;
    private final boolean hasCheckpoints;

    PreparedTableSink(IcebergTableSink sink, TablePlan plan, boolean hasCheckpoints) {
        this.sink = sink;
        this.plan = plan;
        this.hasCheckpoints = hasCheckpoints;
    }

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
        return plan.isUpsert() ? ChangelogMode.upsert() : ChangelogMode.insertOnly();
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        if (!hasCheckpoints && !context.isBounded()) {
            throw new ValidationException(
                    String.format(
                            "Connector '%s': %s",
                            IcebergMapping.CONNECTOR, IcebergErrors.CHECKPOINTS_NEEDED));
        }
        DataStreamSinkProvider official =
                (DataStreamSinkProvider) sink.getSinkRuntimeProvider(context);
        return new DataStreamSinkProvider() {
            @Override
            public DataStreamSink<?> consumeDataStream(
                    ProviderContext providerContext, DataStream<RowData> rows) {
                new TableWrite(plan).prepare();
                return official.consumeDataStream(providerContext, rows);
            }
        };
    }

    @Override
    public void applyStaticPartition(Map<String, String> partition) {
        sink.applyStaticPartition(partition);
    }

    @Override
    public void applyOverwrite(boolean overwrite) {
        sink.applyOverwrite(overwrite);
    }

    @Override
    public DynamicTableSink copy() {
        return new PreparedTableSink((IcebergTableSink) sink.copy(), plan, hasCheckpoints);
    }

    @Override
    public String asSummaryString() {
        return "Iceberg table " + plan.table();
    }
}
