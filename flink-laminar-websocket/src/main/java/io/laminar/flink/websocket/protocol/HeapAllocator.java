// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.buffer.PooledByteBufAllocator;

/**
 * Pooled buffers, on the heap except for those that go straight to or from a socket. A frame that
 * is still incomplete is collected on the heap: a task manager has little direct memory.
 */
final class HeapAllocator {

    static final PooledByteBufAllocator INSTANCE =
            new PooledByteBufAllocator(/* preferDirect= */ false);

    private HeapAllocator() {}
}
