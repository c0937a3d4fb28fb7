// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.suite;

import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.core.execution.CheckpointingMode;

/** Upserts exactly once. */
class UpsertExactlyOnceSuiteITCase extends SinkSuite {

    UpsertExactlyOnceSuiteITCase() {
        super(
                CheckpointingMode.EXACTLY_ONCE,
                "word text PRIMARY KEY, length int",
                (sink, sinkId) ->
                        sink.setPrimaryKey("word")
                                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                                .setSinkId(sinkId));
    }
}
