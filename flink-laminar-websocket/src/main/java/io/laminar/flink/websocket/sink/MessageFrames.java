// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.protocol.MessageDeflater;
import io.laminar.flink.websocket.protocol.PerMessageDeflate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one message: as it is, and tagged for clients that have subscribed, in each format
 * that they want.
 *
 * <p>Threads: the event loop only. Life cycle: {@link #close} gives back this object's references.
 */
final class MessageFrames implements AutoCloseable {

    private final OutboundMessage message;
    private final FrameType frameType;
    private final TaggedMessages tags;
    private final ByteBufAllocator allocator;
    private final MessageDeflater deflater;
    private @Nullable SharedFrame plain;
    private @Nullable SharedFrame tagged;
    private Map<ActiveFormat<?>, SharedFrame> further = Map.of();

    MessageFrames(
            OutboundMessage message,
            FrameType frameType,
            TaggedMessages tags,
            MessageDeflater deflater,
            ByteBufAllocator allocator) {
        this.message = message;
        this.frameType = frameType;
        this.tags = tags;
        this.deflater = deflater;
        this.allocator = allocator;
    }

    /** For a client that has not subscribed. */
    ByteBuf plain(@Nullable PerMessageDeflate compression) {
        if (plain == null) {
            plain = new SharedFrame(frameType, message.payload(), deflater, allocator);
        }
        return plain.get(compression);
    }

    /** For a client that has. */
    ByteBuf tagged(@Nullable PerMessageDeflate compression) {
        if (tagged == null) {
            tagged =
                    new SharedFrame(
                            FrameType.TEXT,
                            tags.data(message.sequence(), message.payload()),
                            deflater,
                            allocator);
        }
        return tagged.get(compression);
    }

    /** For one that has, and wants this format; null if the message is none there. */
    @Nullable ByteBuf tagged(ActiveFormat<?> format, @Nullable PerMessageDeflate compression) {
        SharedFrame frame = further.get(format);
        if (frame == null) {
            byte[] payload = message.encoding(format);
            if (payload == null) {
                return null;
            }
            frame =
                    new SharedFrame(
                            FrameType.TEXT,
                            tags.data(message.sequence(), payload, format.isJson()),
                            deflater,
                            allocator);
            if (further.isEmpty()) {
                further = new HashMap<>();
            }
            further.put(format, frame);
        }
        return frame.get(compression);
    }

    OutboundMessage message() {
        return message;
    }

    @Override
    public void close() {
        if (plain != null) {
            plain.close();
        }
        if (tagged != null) {
            tagged.close();
        }
        further.values().forEach(SharedFrame::close);
    }
}
