// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import io.laminar.flink.websocket.WebSocketSource;
import io.laminar.flink.websocket.source.WebSocketSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;

/** A reader as a task would run it, one step at a time. */
public final class ReaderHarness<T> implements AutoCloseable {

    private final ListenedMetrics metrics = new ListenedMetrics();
    private final Context context;
    private final SourceReader<T, WebSocketSplit> reader;
    private final CollectingOutput<T> output = new CollectingOutput<>();

    public ReaderHarness(WebSocketSource<T> source) throws Exception {
        this(source, 0);
    }

    private ReaderHarness(WebSocketSource<T> source, int subtask) throws Exception {
        context =
                new Context(
                        InternalSourceReaderMetricGroup.wrap(metrics),
                        subtask,
                        new ConcurrentLinkedQueue<>());
        reader = source.createReader(context);
        reader.start();
    }

    /** Without a split, as one subtask of several. */
    public static <T> ReaderHarness<T> started(WebSocketSource<T> source, int subtask)
            throws Exception {
        return new ReaderHarness<>(source, subtask);
    }

    /** With all splits, so that it reads. */
    public static <T> ReaderHarness<T> reading(WebSocketSource<T> source) throws Exception {
        TestingSplitEnumeratorContext<WebSocketSplit> context =
                new TestingSplitEnumeratorContext<>(1);
        context.registerReader(0, "localhost");
        ReaderHarness<T> harness = new ReaderHarness<>(source);
        try (SplitEnumerator<WebSocketSplit, ?> enumerator = source.createEnumerator(context)) {
            enumerator.handleSourceEvent(0, harness.context.sent.remove());
        }
        harness.reader.addSplits(
                Objects.requireNonNull(context.getSplitAssignments().get(0)).getAssignedSplits());
        return harness;
    }

    /** With splits of a checkpoint. */
    public static <T> ReaderHarness<T> restored(
            WebSocketSource<T> source, List<WebSocketSplit> splits) throws Exception {
        ReaderHarness<T> harness = new ReaderHarness<>(source);
        harness.reader.addSplits(splits);
        return harness;
    }

    /** What a checkpoint would hold now. */
    public List<WebSocketSplit> snapshot() {
        return reader.snapshotState(1);
    }

    public SourceReader<T, WebSocketSplit> reader() {
        return reader;
    }

    /** Polls as a task does, waiting on the reader's future, until this many records came. */
    public List<T> poll(int records) throws Exception {
        int wanted = records;
        while (output.records.size() < wanted) {
            if (reader.pollNext(output) == InputStatus.NOTHING_AVAILABLE
                    && output.records.size() < wanted) {
                reader.isAvailable().get(20, TimeUnit.SECONDS);
            }
        }
        List<T> polled = List.copyOf(output.records);
        output.records.clear();
        return polled;
    }

    /** Polls until the reader throws. */
    public Exception pollFailure() {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < end) {
            try {
                if (reader.pollNext(output) == InputStatus.NOTHING_AVAILABLE) {
                    reader.isAvailable().get(20, TimeUnit.SECONDS);
                }
            } catch (Exception e) {
                return e;
            }
        }
        throw new AssertionError("The reader did not fail.");
    }

    /** Polls what is there, and forgets it. */
    public void drain() throws Exception {
        while (reader.pollNext(output) == InputStatus.MORE_AVAILABLE) {
            output.records.clear();
        }
        output.records.clear();
    }

    public InputStatus step() throws Exception {
        return reader.pollNext(output);
    }

    public boolean isMarkedIdle() {
        return output.isIdle;
    }

    /** Of any metric that the reader has registered. */
    public long metric(String name) {
        return metrics.value(name);
    }

    @Override
    public void close() throws Exception {
        reader.close();
    }

    private static final class CollectingOutput<T> implements ReaderOutput<T> {

        private final List<T> records = new ArrayList<>();
        private boolean isIdle;

        @Override
        public void collect(T record) {
            records.add(record);
        }

        @Override
        public void collect(T record, long timestamp) {
            records.add(record);
        }

        @Override
        public void emitWatermark(Watermark watermark) {}

        @Override
        public void markIdle() {
            isIdle = true;
        }

        @Override
        public void markActive() {
            isIdle = false;
        }

        @Override
        public SourceOutput<T> createOutputForSplit(String splitId) {
            return this;
        }

        @Override
        public void releaseOutputForSplit(String splitId) {}
    }

    private record Context(
            SourceReaderMetricGroup metricGroup, int subtask, Queue<SourceEvent> sent)
            implements SourceReaderContext {

        @Override
        public Configuration getConfiguration() {
            return new Configuration();
        }

        @Override
        public String getLocalHostName() {
            return "localhost";
        }

        @Override
        public int getIndexOfSubtask() {
            return subtask;
        }

        @Override
        public int currentParallelism() {
            return 1;
        }

        @Override
        public void sendSplitRequest() {}

        @Override
        public void sendSourceEventToCoordinator(SourceEvent event) {
            sent.add(event);
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return SimpleUserCodeClassLoader.create(ReaderHarness.class.getClassLoader());
        }
    }
}
