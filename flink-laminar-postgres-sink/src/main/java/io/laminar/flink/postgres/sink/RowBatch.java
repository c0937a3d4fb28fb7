// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.copy.CopyBuffer;
import java.sql.SQLException;
import org.apache.flink.table.data.RowData;
import org.postgresql.copy.CopyIn;

/**
 * Encoded rows that go to the server together: filled, sealed, sent (once or more often), cleared.
 *
 * <p>Not thread-safe: the task's thread fills it and hands it over.
 */
abstract class RowBatch {

    /** A batch of large rows is full before it has all its rows, so that memory stays bounded. */
    static final int FULL_BYTES = 32 * 1024 * 1024;

    /** More than rows of ordinary size make of a batch that is full. */
    static final int MOST_KEPT_BYTES = 2 * FULL_BYTES;

    private static final int CHUNK_BYTES = 64 * 1024;

    private final int capacity;
    final CopyBuffer rows = new CopyBuffer(2 * CHUNK_BYTES);
    private int received;

    RowBatch(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Takes one row.
     *
     * @param sequence greater for each row of the sink
     * @throws IllegalArgumentException if PostgreSQL has no such value; the batch is as before
     */
    final void add(RowData row, long sequence) {
        if (encode(row, sequence)) {
            received++;
        }
    }

    /** Returns false if the row has no part in what is written. */
    abstract boolean encode(RowData row, long sequence);

    final boolean isEmpty() {
        return received == 0;
    }

    final boolean isFull() {
        return received >= capacity || rows.size() >= FULL_BYTES;
    }

    /** Ends the filling and fixes the order of the rows. */
    abstract void seal();

    /** Rows to send; sealed only. */
    abstract int size();

    /** Whether there are deletions among the rows to send; sealed only. */
    abstract boolean hasDeletes();

    /** Hands the rows from {@code from} to before {@code to} to the server; sealed only. */
    abstract void send(int from, int to, CopyIn copy) throws SQLException;

    /** Makes it empty, and keeps its memory, unless a huge row has made it large. */
    void clear() {
        rows.clear(MOST_KEPT_BYTES);
        received = 0;
    }

    /** In pieces, so that the server can begin with the first while the next is on its way. */
    static void sendBytes(byte[] bytes, int from, int to, CopyIn copy) throws SQLException {
        for (int at = from; at < to; at += CHUNK_BYTES) {
            copy.writeToCopy(bytes, at, Math.min(CHUNK_BYTES, to - at));
        }
    }
}
