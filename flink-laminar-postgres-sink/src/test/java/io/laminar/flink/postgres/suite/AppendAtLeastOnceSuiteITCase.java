// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.suite;

import org.apache.flink.core.execution.CheckpointingMode;

/** Appends at least once, in batches that are smaller than an epoch. */
class AppendAtLeastOnceSuiteITCase extends SinkSuite {

    AppendAtLeastOnceSuiteITCase() {
        super(
                CheckpointingMode.AT_LEAST_ONCE,
                "word text, length int",
                (sink, sinkId) -> sink.setBatchSize(10));
    }
}
