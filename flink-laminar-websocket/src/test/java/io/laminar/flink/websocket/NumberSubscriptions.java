// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import io.laminar.flink.websocket.sink.Subscriptions;
import io.laminar.flink.websocket.sink.filter.FilterException;
import io.laminar.flink.websocket.sink.filter.RowFilter;
import java.util.function.Predicate;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.RowType;

/** Whole numbers, which filters know as the column {@code f0}. */
record NumberSubscriptions() implements Subscriptions<Integer> {

    @Override
    public boolean areMessagesJson() {
        return true;
    }

    @Override
    public Predicate<Integer> parse(String filter) throws FilterException {
        RowFilter rows = RowFilter.parse(filter, RowType.of(new IntType()));
        return number -> rows.matches(GenericRowData.of(number));
    }
}
