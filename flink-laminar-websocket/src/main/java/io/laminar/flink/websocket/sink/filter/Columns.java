// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.filter;

import java.util.List;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** The columns that a filter may name; names are exact, as in Flink. */
final class Columns {

    private final RowType rowType;
    private final List<String> names;

    Columns(RowType rowType) {
        this.rowType = rowType;
        this.names = rowType.getFieldNames();
    }

    Column find(Token name) throws FilterException {
        int index = names.indexOf(name.text());
        if (index < 0) {
            throw new FilterException(
                    name.position(), FilterErrors.unknownColumn(name.text(), names));
        }
        return new Column(name, index, rowType.getTypeAt(index));
    }

    /** A column where a filter names it. */
    record Column(Token token, int index, LogicalType type) {

        String name() {
            return token.text();
        }
    }
}
