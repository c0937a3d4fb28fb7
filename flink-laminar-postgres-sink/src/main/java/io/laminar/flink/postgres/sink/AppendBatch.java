// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.copy.CopyRowEncoder;
import java.sql.SQLException;
import java.util.Arrays;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.postgresql.copy.CopyIn;

/** Rows in the order in which they came. */
final class AppendBatch extends RowBatch {

    private final CopyRowEncoder encoder;
    private int[] ends = new int[64];
    private int size;

    AppendBatch(CopyRowEncoder encoder, int capacity) {
        super(capacity);
        this.encoder = encoder;
    }

    @Override
    boolean encode(RowData row, long sequence) {
        if (row.getRowKind() != RowKind.INSERT) {
            // The stream is at fault, not the row: there is nothing to skip.
            throw new IllegalStateException(SinkErrors.changeAppended(row.getRowKind().toString()));
        }
        encoder.write(row, rows);
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
        }
        ends[size++] = rows.size();
        return true;
    }

    @Override
    void seal() {
        // The order is that of the buffer.
    }

    @Override
    int size() {
        return size;
    }

    @Override
    boolean hasDeletes() {
        return false;
    }

    @Override
    void send(int from, int to, CopyIn copy) throws SQLException {
        sendBytes(rows.array(), from == 0 ? 0 : ends[from - 1], ends[to - 1], copy);
    }

    @Override
    void clear() {
        super.clear();
        size = 0;
    }
}
