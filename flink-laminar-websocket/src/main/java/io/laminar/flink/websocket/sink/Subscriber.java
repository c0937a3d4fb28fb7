// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;

/**
 * One client. First it gets the ring's messages, as fast as it takes them, and those that come
 * meanwhile are read from the ring too; once it has caught up, each new message is written to it,
 * or dropped while its buffer is full. Both run on one thread, so that none is sent twice or out of
 * order.
 *
 * <p>The buffer is the channel's own: its writability turns at the client's budget of bytes.
 *
 * <p>Threads: the event loop only.
 */
final class Subscriber {

    private final Channel channel;
    private final ReplayRing ring;
    private final FrameType frameType;
    private final SinkMetrics metrics;

    private boolean isReplaying = true;
    private long nextReplay;
    private long untoldDrops;
    private boolean hasUnflushed;

    Subscriber(Channel channel, ReplayRing ring, FrameType frameType, SinkMetrics metrics) {
        this.channel = channel;
        this.ring = ring;
        this.frameType = frameType;
        this.metrics = metrics;
        this.nextReplay = ring.start();
    }

    /** A new message, which the ring holds already. The frame stays the caller's. */
    void offer(ByteBuf frame) {
        if (isReplaying) {
            return;
        }
        if (channel.isWritable()) {
            tellDrops();
            write(frame.retainedDuplicate());
        } else {
            drop(1);
        }
    }

    /** Goes on with what waits for room: the replay, the news of dropped messages. */
    void resume() {
        while (isReplaying && channel.isWritable()) {
            if (nextReplay < ring.start()) {
                drop(ring.start() - nextReplay);
                nextReplay = ring.start();
            }
            if (nextReplay == ring.end()) {
                isReplaying = false;
            } else {
                tellDrops();
                write(replayFrame(ring.get(nextReplay++)));
            }
        }
        if (channel.isWritable()) {
            tellDrops();
        }
        flush();
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
            String news = "{\"type\":\"backpressure\",\"dropped\":" + untoldDrops + "}";
            untoldDrops = 0;
            write(
                    Frames.encode(
                            FrameType.TEXT,
                            news.getBytes(StandardCharsets.UTF_8),
                            channel.alloc()));
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
