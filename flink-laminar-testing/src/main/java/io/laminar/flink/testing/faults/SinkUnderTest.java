// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;

/** Ends a stream of rows in the sink that is tested. */
@FunctionalInterface
public interface SinkUnderTest {

    /**
     * Called each time that the job is put together, so at each restore again.
     *
     * @param rows for an upsert partitioned by key, so that changes of one key stay in order
     */
    void attach(DataStream<RowData> rows, SinkTarget target);
}
