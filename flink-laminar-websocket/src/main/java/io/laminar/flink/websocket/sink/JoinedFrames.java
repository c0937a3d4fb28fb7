// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.protocol.PerMessageDeflate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of several messages in one buffer, plain and compressed, each made when the first
 * client needs it, and shared by all.
 *
 * <p>Threads: the event loop only. Life cycle: {@link #close} gives back this object's references.
 */
final class JoinedFrames implements AutoCloseable {

    private final List<MessageFrames> messages;
    private final Form form;
    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf plain;
    private @Nullable ByteBuf compressed;

    JoinedFrames(List<MessageFrames> messages, Form form, ByteBufAllocator allocator) {
        this.messages = messages;
        this.form = form;
        this.allocator = allocator;
    }

    /** Which of a message's frames. */
    interface Form {

        /** Null if there is none. */
        @Nullable ByteBuf frame(MessageFrames message, @Nullable PerMessageDeflate compression);
    }

    /**
     * The buffer, which stays this object's; null if a small window of the client's makes it unlike
     * others'.
     *
     * @param compression what the client has agreed to; null for none
     */
    @Nullable ByteBuf get(@Nullable PerMessageDeflate compression) {
        if (compression == null) {
            if (plain == null) {
                plain = join(null);
            }
            return plain;
        }
        if (!compression.allows(Integer.MAX_VALUE)) {
            return null;
        }
        if (compressed == null) {
            compressed = join(compression);
        }
        return compressed;
    }

    private ByteBuf join(@Nullable PerMessageDeflate compression) {
        List<ByteBuf> frames = new ArrayList<>(messages.size());
        int bytes = 0;
        for (MessageFrames message : messages) {
            ByteBuf frame = form.frame(message, compression);
            if (frame != null) {
                frames.add(frame);
                bytes += frame.readableBytes();
            }
        }
        ByteBuf joined = allocator.directBuffer(bytes);
        for (ByteBuf frame : frames) {
            joined.writeBytes(frame, frame.readerIndex(), frame.readableBytes());
        }
        return joined;
    }

    @Override
    public void close() {
        if (plain != null) {
            plain.release();
        }
        if (compressed != null) {
            compressed.release();
        }
    }
}
