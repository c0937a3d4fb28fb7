// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.websocket.sink.Subscriptions;
import io.laminar.flink.websocket.sink.filter.FilterException;
import io.laminar.flink.websocket.sink.filter.RowFilter;
import java.util.function.Predicate;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Filters on the columns of a table. */
record RowSubscriptions(RowType columns, boolean areMessagesJson)
        implements Subscriptions<RowData> {

    @Override
    public Predicate<RowData> parse(String filter) throws FilterException {
        return RowFilter.parse(filter, columns)::matches;
    }

    @Override
    public int costOf(String filter) throws FilterException {
        return RowFilter.costOf(filter);
    }
}
