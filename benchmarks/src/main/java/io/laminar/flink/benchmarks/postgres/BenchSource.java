// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * {@link BenchRows} as a bounded source without splits: each subtask hands out its share. It keeps
 * no position, so a job that fails over would be measured wrongly: the benchmark lets it fail.
 */
final class BenchSource implements Source<RowData, BenchSource.NoSplit, Void> {

    private static final long serialVersionUID = 1L;

    /** Rows handed out between two looks at the mailbox. */
    private static final int BURST = 64;

    /** {@link System#nanoTime()} of the first row of the job that runs now, or 0. */
    private static final AtomicLong FIRST_ROW = new AtomicLong();

    private final long total;
    private final boolean isShuffled;
    private final boolean hasArrayText;

    /** There are none. */
    static final class NoSplit implements SourceSplit {
        @Override
        public String splitId() {
            return "none";
        }
    }

    BenchSource(long total, boolean isShuffled, boolean hasArrayText) {
        this.total = total;
        this.isShuffled = isShuffled;
        this.hasArrayText = hasArrayText;
    }

    static void forgetFirstRow() {
        FIRST_ROW.set(0);
    }

    static long firstRowNanos() {
        return FIRST_ROW.get();
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<RowData, NoSplit> createReader(SourceReaderContext context) {
        return new Reader(
                new BenchRows(
                        context.getIndexOfSubtask(),
                        context.currentParallelism(),
                        total,
                        isShuffled,
                        hasArrayText));
    }

    @Override
    public SplitEnumerator<NoSplit, Void> createEnumerator(
            SplitEnumeratorContext<NoSplit> context) {
        return new NoEnumerator();
    }

    @Override
    public SplitEnumerator<NoSplit, Void> restoreEnumerator(
            SplitEnumeratorContext<NoSplit> context, Void checkpoint) {
        return new NoEnumerator();
    }

    @Override
    public SimpleVersionedSerializer<NoSplit> getSplitSerializer() {
        return new NothingSerializer<>();
    }

    @Override
    public SimpleVersionedSerializer<Void> getEnumeratorCheckpointSerializer() {
        return new NothingSerializer<>();
    }

    private record Reader(BenchRows rows) implements SourceReader<RowData, NoSplit> {

        @Override
        public void start() {}

        @Override
        public InputStatus pollNext(ReaderOutput<RowData> output) {
            FIRST_ROW.compareAndSet(0, System.nanoTime());
            for (int i = 0; i < BURST && rows.hasNext(); i++) {
                output.collect(rows.next());
            }
            return rows.hasNext() ? InputStatus.MORE_AVAILABLE : InputStatus.END_OF_INPUT;
        }

        @Override
        public List<NoSplit> snapshotState(long checkpointId) {
            return List.of();
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void addSplits(List<NoSplit> splits) {}

        @Override
        public void notifyNoMoreSplits() {}

        @Override
        public void close() {}
    }

    private static final class NoEnumerator implements SplitEnumerator<NoSplit, Void> {

        @Override
        public void start() {}

        @Override
        public void handleSplitRequest(int subtask, @Nullable String host) {}

        @Override
        public void addSplitsBack(List<NoSplit> splits, int subtask) {}

        @Override
        public void addReader(int subtask) {}

        @Override
        public @Nullable Void snapshotState(long checkpointId) {
            return null;
        }

        @Override
        public void close() {}
    }

    private static final class NothingSerializer<T> implements SimpleVersionedSerializer<T> {

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(@Nullable T nothing) {
            return new byte[0];
        }

        @Override
        public @Nullable T deserialize(int version, byte[] serialized) {
            return null;
        }
    }
}
