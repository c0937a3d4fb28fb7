// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;

/** Counts the rows of the job that runs now in this process, and forgets them. */
final class BlackHole implements Sink<RowData> {

    private static final long serialVersionUID = 1L;

    private static final AtomicLong ROWS = new AtomicLong();

    static void forget() {
        ROWS.set(0);
    }

    static long count() {
        return ROWS.get();
    }

    @Override
    @Deprecated
    public SinkWriter<RowData> createWriter(InitContext context) {
        return new Writer();
    }

    @Override
    public SinkWriter<RowData> createWriter(WriterInitContext context) {
        return new Writer();
    }

    private static final class Writer implements SinkWriter<RowData> {

        private long rows;

        @Override
        public void write(RowData row, Context context) {
            ROWS.lazySet(++rows);
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
    }
}
