// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** What clients cost that only listen: heap after garbage collections, and direct buffers. */
final class IdleClients {

    private static final int COLLECTIONS = 3;

    private IdleClients() {}

    /** Bytes of this process for each client. */
    static long bytesEach(SinkVariant variant, int clients)
            throws IOException, InterruptedException {
        // The first client comes before: what a server needs at all is not counted.
        try (FanOutRun first = FanOutRun.start(variant, 1)) {
            first.finish();
        }
        long before = bytes();
        try (FanOutRun run = FanOutRun.start(variant, clients)) {
            long bytes = bytes() - before;
            run.finish();
            return bytes / clients;
        }
    }

    private static long bytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            // Direct buffers are given back only by collections.
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
    }
}
