// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/**
 * Reads the feed of one subtask, or idles.
 *
 * <p>Guarantee: at most once. A message that is in the queue when the job fails is lost, since a
 * WebSocket peer can't be asked for it again.
 *
 * <p>Threads: the task's; the feed has its own network thread and meets this one in the {@link
 * HandOverQueue} only. Life cycle: the feed starts when the split arrives, or, where each subtask
 * has a port of its own, with the reader; {@link #close} ends it.
 */
@Internal
public final class WebSocketSourceReader<T> implements SourceReader<T, WebSocketSplit> {

    private final WebSocketSourceConfig config;
    private final SourceReaderContext context;
    private final SourceMetrics metrics;
    private final MessageDecoder<T> decoder;

    /** Completed when there is something to do for a reader without a feed. */
    private CompletableFuture<Void> assignment = new CompletableFuture<>();

    private List<WebSocketSplit> splits = List.of();
    private @Nullable Feed feed;
    private @Nullable HandOverQueue queue;
    private boolean mustTurnIdle;

    /** The schema must have been opened. */
    public WebSocketSourceReader(
            WebSocketSourceConfig config,
            WebSocketDeserializationSchema<T> schema,
            SourceReaderContext context) {
        this.config = config;
        this.context = context;
        this.metrics = new SourceMetrics(context.metricGroup());
        this.decoder =
                new MessageDecoder<>(
                        schema, config.layout(), config.onError(), config.eventTime(), metrics);
    }

    @Override
    public void start() {
        if (config.endpoint().portRange() != null) {
            startFeed();
        }
    }

    @Override
    public void addSplits(List<WebSocketSplit> assigned) {
        if (assigned.isEmpty()) {
            return;
        }
        splits = List.copyOf(assigned);
        startFeed();
    }

    private void startFeed() {
        if (feed != null) {
            return;
        }
        mustTurnIdle = false;
        FeedFactory.Started started =
                FeedFactory.start(
                        config, metrics, context.getIndexOfSubtask(), context.currentParallelism());
        feed = started.feed();
        queue = started.queue();
        context.metricGroup().setPendingRecordsGauge(() -> (long) started.queue().size());
        assignment.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {
        if (feed == null) {
            mustTurnIdle = true;
            assignment.complete(null);
        }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        if (mustTurnIdle) {
            mustTurnIdle = false;
            // Otherwise this subtask, which never emits, would hold back every watermark.
            output.markIdle();
        }
        if (queue == null) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        if (decoder.emitNext(output)) {
            return InputStatus.MORE_AVAILABLE;
        }
        // One message a call, lest a flood of empty ones keeps the task from its mailbox.
        InboundMessage message = queue.poll();
        if (message == null) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        decoder.begin(message);
        decoder.emitNext(output);
        return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        if (queue != null) {
            return decoder.isDone()
                    ? queue.whenAvailable()
                    : CompletableFuture.completedFuture(null);
        }
        if (assignment.isDone() && !mustTurnIdle) {
            assignment = new CompletableFuture<>();
        }
        return assignment;
    }

    @Override
    public List<WebSocketSplit> snapshotState(long checkpointId) {
        return splits;
    }

    @Override
    public void close() {
        if (feed != null) {
            feed.close();
        }
    }
}
