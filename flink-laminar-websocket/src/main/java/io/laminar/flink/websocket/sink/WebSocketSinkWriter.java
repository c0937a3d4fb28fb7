// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.protocol.Buffers;
import io.laminar.flink.websocket.protocol.EventLoop;
import io.laminar.flink.websocket.protocol.MessageDeflater;
import io.laminar.flink.websocket.protocol.WebSocketServer;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/**
 * Runs the server, and encodes records for it.
 *
 * <p>Guarantee: at most once to each client. The replay buffer is writer state, so that after a
 * failover new clients get the messages of the restored checkpoint and then what follows it.
 *
 * <p>Threads: the task's; the server has its own network thread. Life cycle: listens once {@link
 * #open} has returned, until {@link #close}.
 */
@Internal
public final class WebSocketSinkWriter<T> implements StatefulSinkWriter<T, ReplayState> {

    /** The network thread never waits for clients; past this it is dead. */
    private static final long NETWORK_THREAD_MILLIS = 60_000;

    private static final long FLUSH_AT_CLOSE_MILLIS = 2_000;

    private final SerializationSchema<T> schema;
    private final SinkMetrics metrics;
    private final EventLoop loop;
    private final Audience audience;
    private final ActiveFilters<T> filters;
    private final MessageDeflater deflater;
    private final Outbox outbox;

    private WebSocketSinkWriter(
            SerializationSchema<T> schema,
            SinkMetrics metrics,
            EventLoop loop,
            Audience audience,
            ActiveFilters<T> filters,
            MessageDeflater deflater) {
        this.schema = schema;
        this.metrics = metrics;
        this.loop = loop;
        this.audience = audience;
        this.filters = filters;
        this.deflater = deflater;
        this.outbox = new Outbox(loop, audience);
    }

    /**
     * Starts the server.
     *
     * @param schema opened already
     * @param restored of the checkpoint, or empty
     * @param subtask which port of a range is this one's
     * @throws IOException if the address can't be bound, after some patience with a busy port
     */
    public static <T> WebSocketSinkWriter<T> open(
            WebSocketSinkConfig config,
            FrameType frameType,
            SerializationSchema<T> schema,
            Subscriptions<T> subscriptions,
            Collection<ReplayState> restored,
            int subtask,
            SinkWriterMetricGroup metricGroup)
            throws IOException {
        SinkMetrics metrics = new SinkMetrics(metricGroup);
        List<byte[]> recent =
                restored.stream().flatMap(state -> state.messages().stream()).toList();
        ReplayRing ring = new ReplayRing(config.replayMessages(), recent);
        TaggedMessages tags =
                new TaggedMessages(UUID.randomUUID().toString(), subscriptions.areMessagesJson());
        ActiveFilters<T> filters = new ActiveFilters<>(subscriptions);
        MessageDeflater deflater = new MessageDeflater();
        Audience audience =
                new Audience(
                        frameType,
                        config.policy(),
                        config.backlogBytes(),
                        Buffers.allocator(),
                        ring,
                        tags,
                        config.subscriptionsEnabled()
                                ? new RequestDesk(filters, tags, ring, frameType)
                                : null,
                        deflater,
                        metrics);
        EventLoop loop = EventLoop.start("websocket-sink-" + subtask);
        WebSocketServer server =
                new WebSocketServer(
                        loop,
                        config.bindAddress().ofSubtask(subtask),
                        config.maxConnections(),
                        config.channelBytes(),
                        config.connection(),
                        config.rules(),
                        audience);
        try {
            metrics.boundPort.set(server.start().get());
        } catch (ExecutionException e) {
            loop.close();
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
        } catch (InterruptedException e) {
            loop.close();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the WebSocket server was starting.", e);
        }
        scheduleHeartbeat(loop, audience, config.pingInterval().toMillis());
        return new WebSocketSinkWriter<>(schema, metrics, loop, audience, filters, deflater);
    }

    private static void scheduleHeartbeat(EventLoop loop, Audience audience, long intervalMillis) {
        if (intervalMillis > 0) {
            loop.schedule(
                    () -> {
                        audience.heartbeat();
                        scheduleHeartbeat(loop, audience, intervalMillis);
                    },
                    intervalMillis);
        }
    }

    @Override
    public void write(T element, Context context) throws IOException, InterruptedException {
        byte[] message = schema.serialize(element);
        if (message == null) {
            return;
        }
        outbox.put(new OutboundMessage(message, filters.ask(element)));
        metrics.recordsSend.inc();
        metrics.bytesSend.inc(message.length);
    }

    /** Waits until everything is on its way to the clients; not until they have it. */
    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        outbox.callAfterAll(() -> true, NETWORK_THREAD_MILLIS);
    }

    @Override
    public List<ReplayState> snapshotState(long checkpointId) throws IOException {
        try {
            return List.of(
                    new ReplayState(
                            outbox.callAfterAll(audience::recentMessages, NETWORK_THREAD_MILLIS)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the replay buffer was read.", e);
        }
    }

    /** Sends what is left, for a short while, then a close frame with status 1001 to everyone. */
    @Override
    public void close() throws IOException, InterruptedException {
        if (loop.isClosing()) {
            return;
        }
        try {
            outbox.callAfterAll(() -> true, FLUSH_AT_CLOSE_MILLIS);
        } finally {
            loop.close();
            // The network thread, which used it, has ended.
            deflater.close();
        }
    }
}
