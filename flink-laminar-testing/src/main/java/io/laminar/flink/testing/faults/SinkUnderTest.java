// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Ends a stream of rows in the sink that is tested. */
@FunctionalInterface
public interface SinkUnderTest {

    /**
     * Called each time that the job is put together, so at each restore again.
     *
     * @param rows of {@code id BIGINT, payload STRING}
     * @param uri of the database, through the proxy
     * @param table exists and is empty; its name is also fit to name the sink on the server
     */
    void attach(DataStream<RowData> rows, RowType type, String uri, String table);
}
