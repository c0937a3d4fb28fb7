// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.protocol.PerMessageDeflate;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * One client. First it gets the ring's messages, as fast as it takes them, and those that come
 * meanwhile are read from the ring too; once it has caught up, each new message is written to it,
 * or treated by the policy while its buffer is full. Both run on one thread, so that none is sent
 * twice or out of order.
 *
 * <p>The buffer is the channel's own, whose writability turns at the client's budget of bytes; if
 * the oldest messages are to be dropped, most of the budget is the backlog's.
 *
 * <p>Threads: the event loop only.
 */
final class Subscriber {

    private final Channel channel;
    private final ReplayRing ring;
    private final FrameType frameType;
    private final SlowClientPolicy policy;
    private final Backlog backlog;
    private final SinkMetrics metrics;
    private final @Nullable PerMessageDeflate compression;

    private boolean isReplaying = true;
    private long nextReplay;
    private long untoldDrops;
    private boolean hasUnflushed;
    private boolean isDisconnected;
    private boolean hasSubscribed;
    private ActiveFilters.@Nullable Slot filter;

    Subscriber(
            Channel channel,
            ReplayRing ring,
            FrameType frameType,
            SlowClientPolicy policy,
            Backlog backlog,
            SinkMetrics metrics) {
        this.channel = channel;
        this.ring = ring;
        this.frameType = frameType;
        this.policy = policy;
        this.backlog = backlog;
        this.metrics = metrics;
        this.compression = PerMessageDeflate.of(channel);
        this.nextReplay = ring.start();
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
                || filter != null
                || isReplaying
                || !backlog.isEmpty()) {
            return null;
        }
        ByteBuf joined = hasSubscribed ? batch.tagged() : batch.plain();
        return joined != null && joined.readableBytes() <= channel.bytesBeforeUnwritable()
                ? joined
                : null;
    }

    private void offer(MessageFrames frames) {
        if (isDisconnected) {
            return;
        }
        if (hasSubscribed) {
            if (filter == null || frames.passes(filter)) {
                offer(frames.tagged(compression));
            }
            return;
        }
        if (isReplaying) {
            if (nextReplay < ring.start()) {
                fallBehind();
            }
        } else {
            offer(frames.plain(compression));
        }
    }

    private void offer(ByteBuf frame) {
        if (backlog.isEmpty() && channel.isWritable()) {
            tellDrops();
            write(frame.retainedDuplicate());
        } else {
            switch (policy) {
                case DROP -> drop(1);
                case DROP_OLDEST -> drop(backlog.add(frame));
                case DISCONNECT -> disconnect();
            }
        }
    }

    /**
     * From here on it gets tagged messages, and none of the plain ones that still wait.
     *
     * @param wanted null for every message
     */
    void subscribe(ActiveFilters.@Nullable Slot wanted) {
        if (!hasSubscribed) {
            hasSubscribed = true;
            isReplaying = false;
            backlog.release();
        }
        filter = wanted;
    }

    ActiveFilters.@Nullable Slot filter() {
        return filter;
    }

    /** An answer to what it said. Whoever asks without reading the answers is too slow. */
    void answer(byte[] message) {
        if (isDisconnected) {
            return;
        }
        if (channel.isWritable()) {
            write(Frames.encode(FrameType.TEXT, message, channel.alloc()));
            flush();
        } else {
            disconnect();
        }
    }

    /** A sign of life, which no one needs behind data. */
    void heartbeat(ByteBuf frame) {
        if (hasSubscribed && !isDisconnected && backlog.isEmpty() && channel.isWritable()) {
            tellDrops();
            write(frame.retainedDuplicate());
            flush();
        }
    }

    /** Goes on with what waits for room: the replay, the backlog, the news of dropped messages. */
    void resume() {
        while (isReplaying && !isDisconnected && channel.isWritable()) {
            if (nextReplay == ring.end()) {
                isReplaying = false;
            } else {
                tellDrops();
                write(replayFrame(ring.get(nextReplay++)));
            }
        }
        while (!backlog.isEmpty() && channel.isWritable()) {
            tellDrops();
            ByteBuf oldest = backlog.poll();
            if (oldest != null) {
                // Its own indices: another client's socket may be reading the same buffer.
                write(oldest.duplicate());
            }
        }
        if (!isDisconnected && channel.isWritable()) {
            tellDrops();
        }
        flush();
    }

    /** The connection is gone. */
    void release() {
        isDisconnected = true;
        backlog.release();
    }

    /** The ring has forgotten messages that this client was still to get. */
    private void fallBehind() {
        if (policy == SlowClientPolicy.DISCONNECT) {
            disconnect();
        } else {
            drop(ring.start() - nextReplay);
            nextReplay = ring.start();
        }
    }

    /** The close frame waits behind what the client has not read yet. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void disconnect() {
        isDisconnected = true;
        metrics.slowDisconnects.incrementAndGet();
        // A failed write closes the connection, which is heard.
        channel.writeAndFlush(
                new CloseWebSocketFrame(
                        WebSocketCloseStatus.TRY_AGAIN_LATER, "reads too slowly; connect again"));
    }

    private ByteBuf replayFrame(byte[] message) {
        return Frames.encode(frameType, message, channel.alloc());
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
