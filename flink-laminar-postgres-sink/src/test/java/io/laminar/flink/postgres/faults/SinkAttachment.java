// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.faults;

import io.laminar.flink.postgres.PostgresSink;
import io.laminar.flink.postgres.option.CommitStrategy;
import io.laminar.flink.postgres.option.WriteMode;
import io.laminar.flink.testing.faults.SinkTarget;
import java.time.Duration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;

/** Ends the rows of a run in the sink that its plan asks for. */
final class SinkAttachment {

    private SinkAttachment() {}

    static void attach(DataStream<RowData> rows, SinkTarget target) {
        PostgresSink.Builder<RowData> sink =
                PostgresSink.builder()
                        .setConnection(target.uri())
                        .setTable(target.table())
                        .setRowType(target.rowType())
                        .setSinkId(target.table())
                        // Several flushes a checkpoint, so that some are amid an epoch.
                        .setFlushInterval(Duration.ofMillis(40))
                        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                        .setCommitStrategy(
                                target.kind().isTwoPhase()
                                        ? CommitStrategy.TWO_PHASE
                                        : CommitStrategy.CO_TRANSACTIONAL);
        if (target.kind().isUpsert()) {
            sink.setWriteMode(WriteMode.UPSERT).setPrimaryKey("id");
        }
        rows.sinkTo(sink.build()).uid("sink");
    }
}
