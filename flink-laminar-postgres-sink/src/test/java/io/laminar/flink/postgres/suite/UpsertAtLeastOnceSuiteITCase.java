// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.suite;

import org.apache.flink.core.execution.CheckpointingMode;

/** Upserts at least once: a row that is written again is still one row. */
class UpsertAtLeastOnceSuiteITCase extends SinkSuite {

    UpsertAtLeastOnceSuiteITCase() {
        super(
                CheckpointingMode.EXACTLY_ONCE,
                "word text PRIMARY KEY, length int",
                (sink, sinkId) -> sink.setPrimaryKey("word").setBatchSize(10));
    }
}
