// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one message, each made when the first client needs it, and shared by all.
 *
 * <p>Threads: the event loop only. Life cycle: {@link #close} gives back this object's references.
 */
final class MessageFrames implements AutoCloseable {

    private final OutboundMessage message;
    private final long sequence;
    private final FrameType frameType;
    private final TaggedMessages tags;
    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf plain;
    private @Nullable ByteBuf tagged;

    MessageFrames(
            OutboundMessage message,
            long sequence,
            FrameType frameType,
            TaggedMessages tags,
            ByteBufAllocator allocator) {
        this.message = message;
        this.sequence = sequence;
        this.frameType = frameType;
        this.tags = tags;
        this.allocator = allocator;
    }

    /** For a client that has not subscribed. */
    ByteBuf plain() {
        if (plain == null) {
            plain = Frames.encode(frameType, message.payload(), allocator);
        }
        return plain;
    }

    /** For a client that has. */
    ByteBuf tagged() {
        if (tagged == null) {
            tagged =
                    Frames.encode(
                            FrameType.TEXT, tags.data(sequence, message.payload()), allocator);
        }
        return tagged;
    }

    boolean passes(ActiveFilters.Slot filter) {
        return message.verdicts().passes(filter);
    }

    @Override
    public void close() {
        if (plain != null) {
            plain.release();
        }
        if (tagged != null) {
            tagged.release();
        }
    }
}
