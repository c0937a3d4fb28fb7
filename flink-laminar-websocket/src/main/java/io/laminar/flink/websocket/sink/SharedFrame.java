// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.protocol.MessageDeflater;
import io.laminar.flink.websocket.protocol.PerMessageDeflate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One message in a frame, plain and compressed, each made when the first client needs it, and
 * shared by all.
 *
 * <p>Threads: the event loop only. Life cycle: {@link #close} gives back this object's references.
 */
final class SharedFrame implements AutoCloseable {

    private final FrameType type;
    private final byte[] payload;
    private final MessageDeflater deflater;
    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf plain;
    private @Nullable ByteBuf compressed;

    SharedFrame(
            FrameType type, byte[] payload, MessageDeflater deflater, ByteBufAllocator allocator) {
        this.type = type;
        this.payload = payload;
        this.deflater = deflater;
        this.allocator = allocator;
    }

    /**
     * The frame, which stays this object's.
     *
     * @param compression what the client has agreed to; null for none
     */
    ByteBuf get(@Nullable PerMessageDeflate compression) {
        return compression == null || !compression.allows(payload.length) ? plain() : compressed();
    }

    private ByteBuf plain() {
        if (plain == null) {
            plain = Frames.encode(type, payload, allocator);
        }
        return plain;
    }

    /** The plain frame if nothing is gained by compressing. */
    private ByteBuf compressed() {
        if (compressed == null) {
            ByteBuf deflated = deflater.deflate(ByteBuffer.wrap(payload), allocator);
            if (deflated == null) {
                compressed = plain().retain();
            } else {
                compressed = Frames.encodeCompressed(type, deflated, allocator);
                deflated.release();
            }
        }
        return compressed;
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
