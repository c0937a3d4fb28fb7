// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Compresses messages, each by itself (RFC 7692, section 7.2.1).
 *
 * <p>Threads: one at a time. Life cycle: holds native memory (some 260 KiB) from the first message
 * on until {@link #close}.
 */
@Internal
public final class MessageDeflater implements AutoCloseable {

    /** Shorter ones hardly shrink without a history: JSON of 100 bytes by a quarter. */
    private static final int MIN_BYTES = 100;

    /** An empty stored block without its header: each flush ends in it, and it is not sent. */
    private static final int TAIL_BYTES = 4;

    private @Nullable Deflater deflater;

    /**
     * Compresses a message.
     *
     * @return what belongs into its frame, in a buffer on the heap; null if it would not be shorter
     */
    public @Nullable ByteBuf deflate(ByteBuffer message, ByteBufAllocator allocator) {
        int length = message.remaining();
        if (length < MIN_BYTES) {
            return null;
        }
        if (deflater == null) {
            // Of the messages of a stream higher levels make a tenth less, in twice the time.
            deflater = new Deflater(Deflater.BEST_SPEED, /* nowrap= */ true);
        }
        ByteBuf compressed = allocator.heapBuffer(length, length);
        deflater.setInput(message);
        int bytes = deflater.deflate(compressed.internalNioBuffer(0, length), Deflater.SYNC_FLUSH);
        deflater.reset();
        if (bytes == length) {
            // The output is full, and what is left of it unknown.
            compressed.release();
            return null;
        }
        return compressed.writerIndex(bytes - TAIL_BYTES);
    }

    @Override
    public void close() {
        if (deflater != null) {
            deflater.end();
            deflater = null;
        }
    }
}
