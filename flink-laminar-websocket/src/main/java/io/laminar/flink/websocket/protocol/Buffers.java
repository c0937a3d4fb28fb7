// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import org.apache.flink.annotation.Internal;

/**
 * Pooled buffers, on the heap unless a direct one is asked for or goes straight to or from a
 * socket. A frame that is still incomplete is collected on the heap: a task manager has little
 * direct memory.
 */
@Internal
public final class Buffers {

    private static final ByteBufAllocator ALLOCATOR =
            new PooledByteBufAllocator(/* preferDirect= */ false);

    private Buffers() {}

    public static ByteBufAllocator allocator() {
        return ALLOCATOR;
    }
}
