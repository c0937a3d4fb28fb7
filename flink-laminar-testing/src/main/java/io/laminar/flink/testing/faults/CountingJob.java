// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import io.laminar.flink.testing.FlinkCluster;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/** The job of a run: counted rows at a steady rate, so that faults meet it amid its work. */
final class CountingJob {

    static final RowType ROW_TYPE =
            new RowType(
                    false,
                    List.of(
                            new RowType.RowField("id", new BigIntType(false)),
                            new RowType.RowField("payload", VarCharType.STRING_TYPE)));

    private static final int ROWS_PER_SECOND = 1000;
    private static final long CHECKPOINT_MILLIS = 120;

    private CountingJob() {}

    static StreamExecutionEnvironment create(
            FlinkCluster cluster,
            RunPlan plan,
            int parallelism,
            SinkUnderTest sink,
            String uri,
            String table) {
        StreamExecutionEnvironment job = cluster.environment();
        job.setParallelism(parallelism);
        job.enableCheckpointing(CHECKPOINT_MILLIS);
        job.getCheckpointConfig().setTolerableCheckpointFailureNumber(Integer.MAX_VALUE);
        DataStream<RowData> rows =
                job.fromSource(
                                new DataGeneratorSource<>(
                                        id -> id,
                                        plan.rows(),
                                        RateLimiterStrategy.perSecond(ROWS_PER_SECOND),
                                        Types.LONG),
                                WatermarkStrategy.noWatermarks(),
                                "count")
                        .uid("count")
                        .map(CountingJob::row)
                        .returns(InternalTypeInfo.of(ROW_TYPE))
                        .uid("rows");
        sink.attach(rows, ROW_TYPE, uri, table);
        return job;
    }

    private static RowData row(long id) {
        return GenericRowData.of(id, StringData.fromString("row " + id));
    }
}
