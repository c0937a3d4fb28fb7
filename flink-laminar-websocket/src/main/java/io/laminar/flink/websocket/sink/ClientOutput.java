// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/**
 * What is written to one client, in order: what its channel has room for, what waits outside of it,
 * and in the place of dropped messages the news of them.
 *
 * <p>Room is the channel's own buffer, whose writability turns at the client's budget of bytes; if
 * the oldest messages are to be dropped, most of the budget is the backlog's.
 *
 * <p>Threads: the event loop only.
 */
final class ClientOutput {

    private final Channel channel;
    private final Backlog backlog;
    private final SinkMetrics metrics;
    private long untoldDrops;
    private boolean hasUnflushed;
    private boolean isClosed;

    ClientOutput(Channel channel, Backlog backlog, SinkMetrics metrics) {
        this.channel = channel;
        this.backlog = backlog;
        this.metrics = metrics;
    }

    /** Whether there is room, and nothing waits outside of the channel. */
    boolean isIdle() {
        return backlog.isEmpty() && isWritable();
    }

    /** Whether there is room, be it that something waits outside of the channel. */
    boolean isWritable() {
        return !isClosed && channel.isWritable();
    }

    /** Whether the channel can take this much at once. */
    boolean hasRoomFor(int bytes) {
        return bytes <= channel.bytesBeforeUnwritable();
    }

    /** Writes a frame, which stays the caller's, unless there is no room. */
    boolean offer(ByteBuf frame) {
        if (!channel.isWritable()) {
            // Full of this batch perhaps, which the socket was not given yet.
            flush();
            drain();
        }
        if (!backlog.isEmpty() || !channel.isWritable()) {
            return false;
        }
        write(frame.retainedDuplicate());
        return true;
    }

    /** Keeps a frame, which stays the caller's, for which there is no room; older ones are lost. */
    void keep(ByteBuf frame) {
        drop(backlog.add(frame));
    }

    /** Messages that the client does not get, as it will be told. */
    void drop(long messages) {
        untoldDrops += messages;
        metrics.droppedMessages.addAndGet(messages);
    }

    /** Takes the frame over. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void write(ByteBuf frame) {
        tellDrops();
        // A failed write closes the connection, which is heard; no one asks for single outcomes.
        channel.write(frame, channel.voidPromise());
        hasUnflushed = true;
    }

    /** Writes all that waits, room or not. */
    void writeBacklog() {
        while (!backlog.isEmpty()) {
            writeOldest();
        }
    }

    /** Writes of what waits as much as there is room for, and of drops at last. */
    void resume() {
        drain();
        if (channel.isWritable()) {
            tellDrops();
        }
        flush();
    }

    private void drain() {
        while (!backlog.isEmpty() && channel.isWritable()) {
            writeOldest();
        }
    }

    private void writeOldest() {
        ByteBuf oldest = backlog.poll();
        if (oldest != null) {
            // Its own indices: another client's socket may be reading the same buffer.
            write(oldest.duplicate());
        }
    }

    private void tellDrops() {
        if (untoldDrops > 0) {
            byte[] news = TaggedMessages.backpressure(untoldDrops);
            untoldDrops = 0;
            write(Frames.encode(FrameType.TEXT, news, channel.alloc()));
        }
    }

    void flush() {
        if (hasUnflushed) {
            hasUnflushed = false;
            channel.flush();
        }
    }

    /** Whether nothing can be written any more. */
    boolean isClosed() {
        return isClosed;
    }

    /** The close frame waits behind what the client has not read yet. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void close(WebSocketCloseStatus status, String reason) {
        isClosed = true;
        // A failed write closes the connection, which is heard.
        channel.writeAndFlush(new CloseWebSocketFrame(status, reason));
    }

    /** The connection is gone. */
    void release() {
        isClosed = true;
        backlog.release();
    }
}
