// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.protocol.PerMessageDeflate;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One client. While it is behind, it reads from the history, as fast as it takes it, and what comes
 * meanwhile it reads from there too; once it has caught up, each new message is written to it, or
 * treated by the policy while its buffer is full. Both run on one thread, so that none is sent
 * twice or out of order.
 *
 * <p>The buffer is the channel's own, whose writability turns at the client's budget of bytes; if
 * the oldest messages are to be dropped, most of the budget is the backlog's, and if they are to be
 * conflated, the client is behind once its channel is full, and reads on from the log of keys.
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
    private final Backlog backlog;
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
    private long untoldDrops;
    private boolean hasUnflushed;
    private boolean isDisconnected;
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
        this.backlog = backlog;
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
        ByteBuf joined = joined(batch);
        if (joined != null) {
            tellDrops();
            write(joined.retainedDuplicate());
        } else {
            batch.messages().forEach(this::offer);
        }
        flush();
    }

    /** The whole batch in one buffer, if this client takes all of it as it is, and has room. */
    private @Nullable ByteBuf joined(FrameBatch batch) {
        if (isDisconnected
                || compression != null
                || selection.filter() != null
                || history != null
                || !backlog.isEmpty()) {
            return null;
        }
        ByteBuf joined = frame(batch);
        return joined != null && joined.readableBytes() <= channel.bytesBeforeUnwritable()
                ? joined
                : null;
    }

    private @Nullable ByteBuf frame(FrameBatch batch) {
        ActiveFormat<?> format = selection.format();
        if (format != null) {
            return batch.tagged(format);
        }
        return hasSubscribed ? batch.tagged() : batch.plain();
    }

    private @Nullable ByteBuf frame(MessageFrames frames) {
        ActiveFormat<?> format = selection.format();
        if (format != null) {
            return frames.tagged(format, compression);
        }
        return hasSubscribed ? frames.tagged(compression) : frames.plain(compression);
    }

    private void offer(MessageFrames frames) {
        if (isDisconnected) {
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
        if (!channel.isWritable()) {
            // Full of this batch perhaps, which the socket was not given yet.
            flush();
            drainBacklog();
        }
        if (backlog.isEmpty() && channel.isWritable()) {
            tellDrops();
            write(frame.retainedDuplicate());
        } else {
            switch (policy) {
                case DROP -> drop(1);
                case DROP_OLDEST -> drop(backlog.add(frame));
                case CONFLATE -> read(Objects.requireNonNull(log), message.sequence());
                case DISCONNECT -> disconnectAsSlow();
            }
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
        while (!backlog.isEmpty()) {
            writeOldest();
        }
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
        return !isDisconnected && channel.isWritable();
    }

    /** An answer to what it said. */
    void answer(byte[] message) {
        tellDrops();
        write(Frames.encode(FrameType.TEXT, message, channel.alloc()));
        flush();
    }

    /** A sign of life, which no one needs behind data. */
    void heartbeat(ByteBuf frame) {
        if (hasSubscribed && history == null && backlog.isEmpty() && isReading()) {
            tellDrops();
            write(frame.retainedDuplicate());
            flush();
        }
    }

    /** Goes on with what waits for room: the history, the backlog, the news of dropped messages. */
    void resume() {
        if (isDisconnected) {
            return;
        }
        readHistory();
        drainBacklog();
        if (channel.isWritable()) {
            tellDrops();
        }
        flush();
    }

    private void drainBacklog() {
        while (!backlog.isEmpty() && channel.isWritable()) {
            writeOldest();
        }
    }

    private void writeOldest() {
        tellDrops();
        ByteBuf oldest = backlog.poll();
        if (oldest != null) {
            // Its own indices: another client's socket may be reading the same buffer.
            write(oldest.duplicate());
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
                    tellDrops();
                    write(frame);
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
        isDisconnected = true;
        read(null, 0);
        backlog.release();
    }

    boolean isDisconnected() {
        return isDisconnected;
    }

    /** The history has forgotten messages that this client was still to get. */
    private void fallBehind(long start) {
        if (policy == SlowClientPolicy.DISCONNECT) {
            disconnectAsSlow();
        } else if (fallsBackToLog()) {
            // Of what came before it joined, the log lacks the deletions.
            drop(Math.max(0, Math.min(start, joined) - next));
            read(log, next);
        } else {
            drop(start - next);
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
    @SuppressWarnings("FutureReturnValueIgnored")
    void disconnect(WebSocketCloseStatus status, String reason) {
        isDisconnected = true;
        if (log != null) {
            log.leave(this);
        }
        // A failed write closes the connection, which is heard.
        channel.writeAndFlush(new CloseWebSocketFrame(status, reason));
    }

    private void drop(long messages) {
        untoldDrops += messages;
        metrics.droppedMessages.addAndGet(messages);
    }

    private void tellDrops() {
        if (untoldDrops > 0) {
            byte[] news = TaggedMessages.backpressure(untoldDrops);
            untoldDrops = 0;
            write(Frames.encode(FrameType.TEXT, news, channel.alloc()));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void write(ByteBuf frame) {
        // A failed write closes the connection, which is heard; no one asks for single outcomes.
        channel.write(frame, channel.voidPromise());
        hasUnflushed = true;
    }

    void flush() {
        if (hasUnflushed) {
            hasUnflushed = false;
            channel.flush();
        }
    }
}
