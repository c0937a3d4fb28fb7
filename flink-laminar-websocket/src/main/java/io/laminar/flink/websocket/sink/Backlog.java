// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait for one client outside of its channel, where the oldest can still be dropped.
 * Each is a reference to the buffer that all clients share.
 *
 * <p>Bounded by bytes; only a single frame that is larger is held nevertheless.
 *
 * <p>Threads: the event loop only.
 */
final class Backlog {

    /** What a waiting frame costs besides its bytes; it bounds the number of empty messages. */
    private static final int FRAME_OVERHEAD_BYTES = 64;

    private final ArrayDeque<ByteBuf> frames = new ArrayDeque<>();
    private final int maxBytes;
    private long bytes;

    Backlog(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Keeps a reference to the frame, and returns how many old ones were dropped for it. */
    int add(ByteBuf frame) {
        frames.add(frame.retain());
        bytes += cost(frame);
        int dropped = 0;
        while (bytes > maxBytes && frames.size() > 1) {
            ByteBuf oldest = frames.remove();
            bytes -= cost(oldest);
            oldest.release();
            dropped++;
        }
        return dropped;
    }

    /** The oldest frame, which is the caller's to release. */
    @Nullable ByteBuf poll() {
        ByteBuf oldest = frames.poll();
        if (oldest != null) {
            bytes -= cost(oldest);
        }
        return oldest;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Lets go of all frames. */
    void release() {
        frames.forEach(ByteBuf::release);
        frames.clear();
        bytes = 0;
    }

    private static int cost(ByteBuf frame) {
        return frame.readableBytes() + FRAME_OVERHEAD_BYTES;
    }
}
