// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.client;

import io.laminar.flink.websocket.protocol.EventLoop;
import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.ReplayState;
import io.laminar.flink.websocket.sink.batch.MessageSender;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to one server.
 *
 * <p>Guarantee: with an {@link Acknowledgement} at least once, since a checkpoint waits for the
 * answers. Without, what waits for the connection is writer state; what the socket held when a
 * connection broke is lost.
 *
 * <p>Threads: the task's; the connection has its own network thread and meets this one in the
 * {@link SendQueue} only.
 */
@Internal
public final class ClientSender implements MessageSender {

    /** For the server to answer the close frame at the end of the job. */
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final ClientSinkConfig config;
    private final SendQueue queue;
    private final ClientMetrics metrics;
    private final EventLoop loop;
    private final Courier courier;

    private boolean hasEnded;

    private ClientSender(
            ClientSinkConfig config,
            SendQueue queue,
            ClientMetrics metrics,
            EventLoop loop,
            Courier courier) {
        this.config = config;
        this.queue = queue;
        this.metrics = metrics;
        this.loop = loop;
        this.courier = courier;
    }

    /** Begins to connect, without waiting for it; the restored messages are sent first. */
    public static ClientSender start(
            ClientSinkConfig config,
            FrameType frameType,
            Collection<ReplayState> restored,
            SinkWriterMetricGroup metricGroup,
            TaskInfo subtask) {
        SendQueue queue =
                new SendQueue(
                        config.bufferRows(),
                        restored.stream()
                                .flatMap(state -> state.messages().stream())
                                .map(message -> new PendingMessage(message.payload(), 1, null))
                                .toList());
        ClientMetrics metrics = new ClientMetrics(metricGroup, queue);
        EventLoop loop = EventLoop.start("websocket-sink-" + subtask.getIndexOfThisSubtask());
        Courier courier =
                new Courier(loop, config, frameType, queue, metrics, new SplittableRandom());
        courier.start(subtask.getNumberOfParallelSubtasks());
        return new ClientSender(config, queue, metrics, loop, courier);
    }

    @Override
    public void send(byte[] message, int rows, @Nullable String answer)
            throws IOException, InterruptedException {
        try {
            queue.put(new PendingMessage(message, rows, answer));
        } catch (IOException e) {
            metrics.recordsSendErrors.inc(rows);
            throw e;
        }
        courier.wake();
        metrics.recordsSend.inc(rows);
        metrics.bytesSend.inc(message.length);
    }

    /**
     * With answers, and at the end of the job, waits until every message is done.
     *
     * @throws IOException if the connection was given up
     */
    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        // A query without new rows hears of a failure here only.
        queue.checkAlive();
        if (endOfInput || config.acknowledgement() != null) {
            queue.awaitEmpty();
        }
        hasEnded = endOfInput;
    }

    @Override
    public List<ReplayState> snapshotState(long checkpointId) {
        List<byte[]> messages = queue.toList();
        return messages.isEmpty() ? List.of() : List.of(ReplayState.ofClient(messages));
    }

    @Override
    public void close() throws InterruptedException {
        if (loop.isClosing()) {
            return;
        }
        try {
            if (hasEnded) {
                courier.hangUp(GOODBYE);
            }
        } finally {
            loop.close();
        }
    }
}
