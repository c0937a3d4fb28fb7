// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the feeds of one subtask, or idles.
 *
 * <p>Guarantee: at most once. A message that is in the queue when the job fails is lost, since a
 * WebSocket peer can't be asked for it again; unless it is a server that can replay, see {@link
 * Resume}, which makes it at least once.
 *
 * <p>Threads: the task's; the feeds have a network thread of their own, and meet this one in the
 * {@link HandOverQueue} only. Life cycle: a feed starts when its split arrives, or, where each
 * subtask has a port of its own, with the reader; {@link #close} ends all.
 */
@Internal
public final class WebSocketSourceReader<T> implements SourceReader<T, WebSocketSplit> {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketSourceReader.class);

    private final WebSocketSourceConfig config;
    private final SourceReaderContext context;
    private final SourceMetrics metrics;
    private final MessageDecoder<T> decoder;

    private final List<Progress> splits = new ArrayList<>();

    /** Ids of splits that a checkpoint brought, and that the options don't name any more. */
    private final List<String> dropped = new ArrayList<>();

    /** Completed when there is something to do for a reader without a feed. */
    private CompletableFuture<Void> assignment = new CompletableFuture<>();

    private @Nullable Feeds feeds;

    /** Whose messages the output is for. */
    private @Nullable Progress outputOwner;

    private @Nullable SourceOutput<T> splitOutput;
    private boolean mustTurnIdle;

    /** The schema must have been opened. */
    public WebSocketSourceReader(
            WebSocketSourceConfig config,
            WebSocketDeserializationSchema<T> schema,
            SourceReaderContext context) {
        this.config = config;
        this.context = context;
        this.metrics = new SourceMetrics(context.metricGroup());
        this.decoder = new MessageDecoder<>(schema, config, metrics);
    }

    /** What came before this is from a checkpoint. */
    @Override
    public void start() {
        if (config.endpoint().portRange() != null) {
            addSplits(config.endpoint().splits());
            return;
        }
        context.sendSourceEventToCoordinator(
                new HeldSplits(splits.stream().map(Progress::splitId).collect(Collectors.toSet())));
    }

    @Override
    public void addSplits(List<WebSocketSplit> assigned) {
        for (WebSocketSplit split : assigned) {
            if (!config.endpoint().has(split)) {
                LOG.info(SourceErrors.droppedSplit(split.splitId()));
                dropped.add(split.splitId());
                continue;
            }
            Progress progress = new Progress(split);
            splits.add(progress);
            feeds().start(split, progress);
        }
        assignment.complete(null);
    }

    private Feeds feeds() {
        if (feeds == null) {
            Feeds opened =
                    Feeds.open(
                            config,
                            metrics,
                            context.getIndexOfSubtask(),
                            context.currentParallelism());
            context.metricGroup().setPendingRecordsGauge(() -> (long) opened.queue().size());
            feeds = opened;
        }
        return feeds;
    }

    @Override
    public void notifyNoMoreSplits() {
        if (feeds == null) {
            mustTurnIdle = true;
            assignment.complete(null);
        }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        // Flink has given each split of the checkpoint a watermark of its own, which would stand.
        if (!dropped.isEmpty()) {
            dropped.forEach(output::releaseOutputForSplit);
            dropped.clear();
        }
        if (mustTurnIdle) {
            mustTurnIdle = false;
            // Otherwise this subtask, which never emits, would hold back every watermark.
            output.markIdle();
        }
        if (feeds == null) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        if (decoder.emitNext()) {
            return InputStatus.MORE_AVAILABLE;
        }
        // One message a call, lest a flood of empty ones keeps the task from its mailbox.
        InboundMessage message = feeds.queue().poll();
        if (message == null) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        decoder.begin(message, outputFor(message.peer().progress(), output));
        decoder.emitNext();
        return InputStatus.MORE_AVAILABLE;
    }

    /** Looked up by the split's id only where the next message is of another connection. */
    private SourceOutput<T> outputFor(Progress progress, ReaderOutput<T> output) {
        if (splitOutput == null || progress != outputOwner) {
            splitOutput = output.createOutputForSplit(progress.splitId());
            outputOwner = progress;
        }
        return splitOutput;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        if (feeds != null) {
            return decoder.isDone()
                    ? feeds.queue().whenAvailable()
                    : CompletableFuture.completedFuture(null);
        }
        if (assignment.isDone() && !mustTurnIdle && dropped.isEmpty()) {
            assignment = new CompletableFuture<>();
        }
        return assignment;
    }

    /** For the alignment of watermarks (FLIP-182, FLIP-217). */
    @Override
    public void pauseOrResumeSplits(
            Collection<String> splitsToPause, Collection<String> splitsToResume) {
        if (feeds != null) {
            feeds.pauseOrResume(splitsToPause, splitsToResume);
        }
    }

    /** In server mode nothing: who listens where is decided anew at each start. */
    @Override
    public List<WebSocketSplit> snapshotState(long checkpointId) {
        return config.endpoint() instanceof SourceEndpoint.Client
                ? splits.stream().map(Progress::toSplit).toList()
                : List.of();
    }

    @Override
    public void close() {
        if (feeds != null) {
            feeds.close();
        }
    }
}
