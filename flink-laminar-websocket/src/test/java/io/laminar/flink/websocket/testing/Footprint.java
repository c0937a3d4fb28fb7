// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import io.laminar.flink.websocket.protocol.Buffers;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocatorMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the connector holds in this process, to be compared before and after.
 *
 * @param threads network threads
 * @param sockets open file descriptors of the kind
 * @param buffers of the pool, not given back yet
 */
public record Footprint(long threads, long sockets, long buffers) {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    public static Footprint now() throws IOException {
        return new Footprint(threadCount(), socketCount(), bufferCount());
    }

    private static long threadCount() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("websocket-"))
                .count();
    }

    private static long socketCount() throws IOException {
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors.filter(Footprint::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            // Closed since it was listed.
            return false;
        }
    }

    /** What the pool has taken, in use or not. */
    public static long pooledBytes() {
        return pool().usedHeapMemory() + pool().usedDirectMemory();
    }

    private static PooledByteBufAllocatorMetric pool() {
        return ((PooledByteBufAllocator) Buffers.allocator()).metric();
    }

    private static long bufferCount() {
        return Stream.concat(pool().heapArenas().stream(), pool().directArenas().stream())
                .mapToLong(PoolArenaMetric::numActiveAllocations)
                .sum();
    }
}
