// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of one connection together to messages on the heap, where they may wait in a
 * queue without holding a network buffer. Not thread-safe.
 */
final class MessageAssembler {

    private final int maxMessageBytes;
    private @Nullable ByteArrayOutputStream fragments;

    MessageAssembler(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /**
     * Takes the next data frame. The frame decoder has checked before that continuations follow a
     * beginning and nothing else does.
     *
     * @return the message, if this was its last frame
     * @throws MessageTooLargeException if the message would grow past its bound
     */
    byte @Nullable [] add(WebSocketFrame frame) throws MessageTooLargeException {
        ByteBuf content = frame.content();
        long size = (long) content.readableBytes() + (fragments == null ? 0 : fragments.size());
        if (size > maxMessageBytes) {
            fragments = null;
            throw new MessageTooLargeException();
        }
        if (fragments == null && frame.isFinalFragment()) {
            return ByteBufUtil.getBytes(content);
        }
        if (fragments == null) {
            fragments = new ByteArrayOutputStream();
        }
        try {
            content.readBytes(fragments, content.readableBytes());
        } catch (IOException e) {
            throw new IllegalStateException("A stream in memory failed.", e);
        }
        if (!frame.isFinalFragment()) {
            return null;
        }
        byte[] message = fragments.toByteArray();
        fragments = null;
        return message;
    }

    /** Forgets the message that has begun. */
    void clear() {
        fragments = null;
    }

    /** Status 1009 is due. */
    static final class MessageTooLargeException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
