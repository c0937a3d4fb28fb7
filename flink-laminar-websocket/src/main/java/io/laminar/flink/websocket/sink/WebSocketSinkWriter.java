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
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.jspecify.annotations.Nullable;

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
    private final @Nullable RecordCodec<T> codec;
    private final @Nullable RecordKeys<T> keys;
    private final ActiveFilters<T> filters;
    private final MessageDeflater deflater;
    private final Outbox outbox;
    private final ReplayRing ring;
    private final @Nullable KeyedLog log;
    private final ReplayStore store;
    private final SinkMetrics metrics;
    private final EventLoop loop;

    private WebSocketSinkWriter(
            SerializationSchema<T> schema,
            @Nullable RecordCodec<T> codec,
            @Nullable RecordKeys<T> keys,
            ActiveFilters<T> filters,
            MessageDeflater deflater,
            Outbox outbox,
            ReplayRing ring,
            @Nullable KeyedLog log,
            ReplayStore store,
            SinkMetrics metrics,
            EventLoop loop) {
        this.schema = schema;
        this.codec = codec;
        this.keys = keys;
        this.filters = filters;
        this.deflater = deflater;
        this.outbox = outbox;
        this.ring = ring;
        this.log = log;
        this.store = store;
        this.metrics = metrics;
        this.loop = loop;
    }

    /**
     * Starts the server.
     *
     * @param schema opened already
     * @param formats beside it, for clients that ask for one
     * @param keys needed if the config uses keys; null if there are none
     * @param restored of the checkpoint, or empty
     * @throws IOException if the address can't be bound, after some patience with a busy port
     */
    public static <T> WebSocketSinkWriter<T> open(
            WebSocketSinkConfig config,
            FrameType frameType,
            SerializationSchema<T> schema,
            ClientFormats<T> formats,
            Subscriptions<T> subscriptions,
            @Nullable RecordKeys<T> keys,
            Collection<ReplayState> restored,
            WriterInitContext context)
            throws IOException {
        int subtask = context.getTaskInfo().getIndexOfThisSubtask();
        SinkMetrics metrics = new SinkMetrics(context.metricGroup());
        RecordCodec<T> codec =
                config.keepsRecords() && (subscriptions.canFilter() || !formats.further().isEmpty())
                        ? new RecordCodec<>(context.createInputSerializer())
                        : null;
        ReplayStore store = new ReplayStore(config.replayMessages(), codec);
        ReplayRing ring = store.restoreRing(restored);
        KeyedLog log =
                config.usesKeys()
                        ? new KeyedLog(
                                config.snapshotRows(),
                                (int) config.clientBuffer().getBytes(),
                                store.restoreRows(restored),
                                metrics)
                        : null;
        TaggedMessages tags =
                new TaggedMessages(UUID.randomUUID().toString(), subscriptions.areMessagesJson());
        EventLoop loop = EventLoop.start("websocket-sink-" + subtask);
        Outbox outbox = new Outbox(loop, context.getMailboxExecutor());
        RecordCodec<T> pastCodec = codec == null ? null : codec.duplicate();
        ActiveFormats<T> activeFormats;
        try {
            activeFormats =
                    ActiveFormats.open(
                            formats,
                            pastCodec,
                            outbox::fail,
                            context.asSerializationSchemaInitializationContext());
        } catch (IOException e) {
            loop.close();
            throw e;
        }
        ActiveFilters<T> filters = new ActiveFilters<>(subscriptions, activeFormats, pastCodec);
        MessageDeflater deflater = new MessageDeflater();
        RequestDesk desk =
                config.subscriptionsEnabled()
                        ? new RequestDesk(
                                filters,
                                activeFormats,
                                tags,
                                ring,
                                frameType,
                                new FilterMail(context.getMailboxExecutor(), filters, outbox))
                        : null;
        Audience audience =
                new Audience(
                        frameType,
                        config.policy(),
                        config.backlogBytes(),
                        Buffers.allocator(),
                        ring,
                        log,
                        keys,
                        tags,
                        desk,
                        deflater,
                        metrics);
        outbox.publishTo(audience);
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
        scheduleHeartbeat(loop, audience, config.connection().pingInterval().toMillis());
        return new WebSocketSinkWriter<>(
                schema,
                codec,
                config.usesKeys() ? keys : null,
                filters,
                deflater,
                outbox,
                ring,
                log,
                store,
                metrics,
                loop);
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
        byte[] record = codec == null ? null : codec.encode(element);
        RowKey key = keys == null ? null : new RowKey(keys.keyOf(element));
        boolean isDeletion = keys != null && keys.isDeletion(element);
        outbox.put(filters.message(element, message, record, key, isDeletion));
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
                    outbox.callAfterAll(() -> store.state(ring, log), NETWORK_THREAD_MILLIS));
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
