// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.suite;

import io.laminar.flink.postgres.option.CommitStrategy;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.core.execution.CheckpointingMode;

/** Appends exactly once by staging tables. */
class AppendCoTransactionalSuiteITCase extends SinkSuite {

    AppendCoTransactionalSuiteITCase() {
        super(
                CheckpointingMode.EXACTLY_ONCE,
                "word text, length int",
                (sink, sinkId) ->
                        sink.setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                                .setSinkId(sinkId)
                                .setCommitStrategy(CommitStrategy.CO_TRANSACTIONAL));
    }
}
