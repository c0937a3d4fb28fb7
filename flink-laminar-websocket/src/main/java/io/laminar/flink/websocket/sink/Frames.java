// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.apache.flink.annotation.VisibleForTesting;

/**
 * Messages as they go over the wire from a server: one final frame, not masked (RFC 6455, section
 * 5.2). Framed here and not by a handler of each connection, so that all connections can share one
 * buffer.
 */
final class Frames {

    private static final int FINAL = 0x80;

    /** RSV1, which belongs to permessage-deflate once it is agreed on (RFC 7692, section 6). */
    private static final int COMPRESSED = 0x40;

    private Frames() {}

    /** A direct buffer: a socket would have to copy any other into one, once for each client. */
    static ByteBuf encode(FrameType type, byte[] payload, ByteBufAllocator allocator) {
        return begin(FINAL | type.opcode(), payload.length, allocator).writeBytes(payload);
    }

    /** The same for a payload that has been compressed, which the first of its bytes says. */
    static ByteBuf encodeCompressed(FrameType type, ByteBuf payload, ByteBufAllocator allocator) {
        return begin(FINAL | COMPRESSED | type.opcode(), payload.readableBytes(), allocator)
                .writeBytes(payload);
    }

    private static ByteBuf begin(int firstByte, int length, ByteBufAllocator allocator) {
        ByteBuf frame = allocator.directBuffer(headerBytes(length) + length);
        frame.writeByte(firstByte);
        if (length < 126) {
            frame.writeByte(length);
        } else if (length <= 0xFFFF) {
            frame.writeByte(126).writeShort(length);
        } else {
            frame.writeByte(127).writeLong(length);
        }
        return frame;
    }

    @VisibleForTesting
    static int headerBytes(int payloadBytes) {
        return payloadBytes < 126 ? 2 : payloadBytes <= 0xFFFF ? 4 : 10;
    }
}
