// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.protocol.PerMessageDeflate;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One client. While it is behind, it reads from the history, as fast as it takes it, and what comes
 * meanwhile it reads from there too; once it has caught up, each new message is written to it, or
 * treated by the policy while its buffer is full. Both run on one thread, so that none is sent
 * twice or out of order.
 *
 * <p>If messages are to be conflated, the client is behind once its buffer is full, and reads on
 * from the log of keys.
 *
 * <p>Threads: the event loop only.
 */
final class Subscriber implements KeyedLog.Reader {

    /** Then it is other clients' turn: a filter may let through little of a long history. */
    private static final int MAX_READ_A_TURN = 1024;

    private final Channel channel;
    private final ReplayRing ring;
    private final @Nullable KeyedLog log;
    private final @Nullable RecordKeys<?> keys;
    private final FrameType frameType;
    private final TaggedMessages tags;
    private final SlowClientPolicy policy;
    private final ClientOutput output;
    private final SinkMetrics metrics;
    private final @Nullable PerMessageDeflate compression;

    /** What it reads while it is behind, from this number on; null if it has caught up. */
    private @Nullable History history;

    private long next;

    /** Messages of the log before this number are rows that it can't know. */
    private long snapshotEnd;

    /** The log keeps deletions from this number on for it. */
    private long joined;

    private boolean isTurnScheduled;
    private boolean hasSubscribed;
    private Selection selection = Selection.EVERYTHING;

    /** Messages from this number on were held against the filter when they were made. */
    private long filteredFrom;

    Subscriber(
            Channel channel,
            ReplayRing ring,
            @Nullable KeyedLog log,
            @Nullable RecordKeys<?> keys,
            FrameType frameType,
            TaggedMessages tags,
            SlowClientPolicy policy,
            Backlog backlog,
            SinkMetrics metrics) {
        this.channel = channel;
        this.ring = ring;
        this.log = log;
        this.keys = keys;
        this.frameType = frameType;
        this.tags = tags;
        this.policy = policy;
        this.output = new ClientOutput(channel, backlog, metrics);
        this.metrics = metrics;
        this.compression = PerMessageDeflate.of(channel);
        if (log != null && log.hasSnapshot()) {
            readSnapshot(log);
        } else {
            read(ring, ring.start());
        }
    }

    /** New messages, which the ring holds already. The frames stay the caller's. */
    void offer(FrameBatch batch) {
        ByteBuf joined = takesAll() ? joined(batch) : null;
        if (joined != null && output.hasRoomFor(joined.readableBytes())) {
            output.write(joined.retainedDuplicate());
        } else {
            batch.messages().forEach(this::offer);
        }
        output.flush();
    }

    private boolean takesAll() {
        return history == null && selection.filter() == null && output.isIdle();
    }

    private @Nullable ByteBuf joined(FrameBatch batch) {
        ActiveFormat<?> format = selection.format();
        if (format != null) {
            return batch.tagged(format, compression);
        }
        return hasSubscribed ? batch.tagged(compression) : batch.plain(compression);
    }

    private @Nullable ByteBuf frame(MessageFrames frames) {
        ActiveFormat<?> format = selection.format();
        if (format != null) {
            return frames.tagged(format, compression);
        }
        return hasSubscribed ? frames.tagged(compression) : frames.plain(compression);
    }

    private void offer(MessageFrames frames) {
        if (output.isClosed()) {
            return;
        }
        if (history != null) {
            if (next < history.start()) {
                fallBehind(history.start());
            }
        } else {
            ActiveFilters.Slot<?> filter = selection.filter();
            ByteBuf frame =
                    filter == null || filter.passes(frames.message()) ? frame(frames) : null;
            if (frame != null) {
                offer(frame, frames.message());
            }
        }
    }

    private void offer(ByteBuf frame, OutboundMessage message) {
        if (output.offer(frame)) {
            return;
        }
        switch (policy) {
            case DROP -> output.drop(1);
            case DROP_OLDEST -> output.keep(frame);
            case CONFLATE -> read(Objects.requireNonNull(log), message.sequence());
            case DISCONNECT -> disconnectAsSlow();
        }
    }

    private void readSnapshot(KeyedLog rows) {
        snapshotEnd = ring.end();
        read(rows, 0);
    }

    private void read(@Nullable History past, long from) {
        if (log != null) {
            if (past == log || (past == ring && fallsBackToLog())) {
                log.join(this);
            } else {
                log.leave(this);
            }
        }
        joined = ring.end();
        history = past;
        next = from;
    }

    /** Whether the log has the rows that the ring forgets before this client has read them. */
    private boolean fallsBackToLog() {
        return policy == SlowClientPolicy.CONFLATE && log != null && log.hasSnapshot();
    }

    @Override
    public long position() {
        return history == null ? ring.end() : Math.max(next, history.start());
    }

    /** From here on it gets tagged messages, where the ones before ended. */
    void subscribe(Selection wanted) {
        // Whatever there is: both share one budget, and the channel's part was found free.
        output.writeBacklog();
        hasSubscribed = true;
        selection = wanted;
        filteredFrom = ring.end();
    }

    /** Goes back, or forward, to the message of this number in the replay buffer. */
    void replay(long from) {
        snapshotEnd = from;
        read(ring, from);
    }

    /** Goes back to the rows of all keys, if the log has them; false otherwise. */
    boolean startWithSnapshot() {
        if (log == null || !log.hasSnapshot()) {
            return false;
        }
        readSnapshot(log);
        return true;
    }

    Selection selection() {
        return selection;
    }

    /** Whether there is room for an answer. */
    boolean isReading() {
        return output.isWritable();
    }

    /** An answer to what it said. */
    void answer(byte[] message) {
        output.write(Frames.encode(FrameType.TEXT, message, channel.alloc()));
        output.flush();
    }

    /** A sign of life, which no one needs behind data. */
    void heartbeat(ByteBuf frame) {
        if (hasSubscribed && history == null && output.isIdle()) {
            output.write(frame.retainedDuplicate());
            output.flush();
        }
    }

    /** Goes on with what waits for room: the history, the backlog, the news of dropped messages. */
    void resume() {
        if (!output.isClosed()) {
            readHistory();
            output.resume();
        }
    }

    private void readHistory() {
        for (int read = 0; history != null && isReading(); read++) {
            OutboundMessage message = history.from(next);
            if (message == null) {
                read(null, 0);
            } else if (read == MAX_READ_A_TURN) {
                scheduleTurn();
                return;
            } else {
                next = message.sequence() + 1;
                ByteBuf frame = wants(message) ? frame(message) : null;
                if (frame != null) {
                    output.write(frame);
                }
            }
        }
    }

    private boolean wants(OutboundMessage message) {
        if (isOfSnapshot(message) && message.isDeletion()) {
            return false;
        }
        ActiveFilters.Slot<?> filter = selection.filter();
        if (filter == null) {
            return true;
        }
        return message.sequence() < filteredFrom
                ? filter.wouldPass(message)
                : filter.passes(message);
    }

    private boolean isOfSnapshot(OutboundMessage message) {
        return history == log && message.sequence() < snapshotEnd;
    }

    private void scheduleTurn() {
        if (!isTurnScheduled) {
            isTurnScheduled = true;
            channel.eventLoop()
                    .execute(
                            () -> {
                                isTurnScheduled = false;
                                resume();
                            });
        }
    }

    /** Null if the message is none in the format that is wanted. */
    private @Nullable ByteBuf frame(OutboundMessage message) {
        ActiveFormat<?> format = selection.format();
        byte[] payload = format == null ? message.payload() : format.encode(message);
        if (payload == null) {
            return null;
        }
        if (keys != null && isOfSnapshot(message)) {
            payload = keys.asInsertion(payload);
        }
        if (!hasSubscribed) {
            return Frames.encode(frameType, payload, channel.alloc());
        }
        byte[] tagged =
                format == null
                        ? tags.data(message.sequence(), payload)
                        : tags.data(message.sequence(), payload, format.isJson());
        return Frames.encode(FrameType.TEXT, tagged, channel.alloc());
    }

    /** The connection is gone. */
    void release() {
        read(null, 0);
        output.release();
    }

    boolean isDisconnected() {
        return output.isClosed();
    }

    /** The history has forgotten messages that this client was still to get. */
    private void fallBehind(long start) {
        if (policy == SlowClientPolicy.DISCONNECT) {
            disconnectAsSlow();
        } else if (fallsBackToLog()) {
            // Of what came before it joined, the log lacks the deletions.
            output.drop(Math.max(0, Math.min(start, joined) - next));
            read(log, next);
        } else {
            output.drop(start - next);
            next = start;
        }
    }

    /** Its connection is closed with status 1013. */
    @Override
    public void disconnectAsSlow() {
        metrics.slowDisconnects.incrementAndGet();
        disconnect(WebSocketCloseStatus.TRY_AGAIN_LATER, "reads too slowly; connect again");
    }

    /** The close frame waits behind what the client has not read yet. */
    void disconnect(WebSocketCloseStatus status, String reason) {
        if (log != null) {
            log.leave(this);
        }
        output.close(status, reason);
    }
}
