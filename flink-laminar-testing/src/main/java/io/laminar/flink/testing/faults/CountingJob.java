// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import io.laminar.flink.testing.FlinkCluster;
import io.laminar.flink.testing.faults.Fault.Effect;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * The job of a run: counted rows at a steady rate, so that faults meet it amid its work.
 *
 * <p>They come from one source, in order; for an upsert all changes of a key go to one subtask of
 * the sink.
 */
final class CountingJob {

    static final RowType ROW_TYPE =
            new RowType(
                    false,
                    List.of(
                            new RowType.RowField("id", new BigIntType(false)),
                            new RowType.RowField("payload", VarCharType.STRING_TYPE)));

    private static final int ROWS_PER_SECOND = 1000;
    private static final long CHECKPOINT_MILLIS = 120;

    /** Where a checkpoint shall be given up; else one is only given up with the job. */
    private static final long SHORT_TIMEOUT_MILLIS = 1000;

    private CountingJob() {}

    static StreamExecutionEnvironment create(
            FlinkCluster cluster,
            RunPlan plan,
            int parallelism,
            SinkUnderTest sink,
            SinkTarget target) {
        StreamExecutionEnvironment job = cluster.environment();
        job.setParallelism(parallelism);
        job.enableCheckpointing(CHECKPOINT_MILLIS);
        job.getCheckpointConfig().setTolerableCheckpointFailureNumber(Integer.MAX_VALUE);
        if (plan.hasEffect(Effect.ABORT_CHECKPOINT)) {
            job.getCheckpointConfig().setCheckpointTimeout(SHORT_TIMEOUT_MILLIS);
        }
        SinkKind kind = target.kind();
        DataStream<RowData> rows =
                job.fromSource(
                                new DataGeneratorSource<>(
                                        number -> number,
                                        plan.rows(),
                                        RateLimiterStrategy.perSecond(ROWS_PER_SECOND),
                                        Types.LONG),
                                WatermarkStrategy.noWatermarks(),
                                "count")
                        .uid("count")
                        .setParallelism(1)
                        .map(new SourcePosition())
                        .uid("position")
                        .setParallelism(1)
                        .map(number -> PlannedRows.row(kind, number))
                        .returns(InternalTypeInfo.of(ROW_TYPE))
                        .uid("rows")
                        .setParallelism(1);
        sink.attach(kind.isUpsert() ? rows.keyBy(row -> row.getLong(0)) : rows.rebalance(), target);
        return job;
    }
}
