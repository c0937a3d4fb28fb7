// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets the thread that opened it close what it holds when the process is told to end (Ctrl-C,
 * SIGTERM): the thread is interrupted, and the process waits until {@link #close}.
 */
final class CleanEnd implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 20;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    CleanEnd() {
        Thread owner = Thread.currentThread();
        hook =
                new Thread(
                        () -> {
                            owner.interrupt();
                            awaitClosed();
                        },
                        "clean-end");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void awaitClosed() {
        try {
            boolean ignored = closed.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException processIsEnding) {
            // The hook runs already, and has just been released.
        }
    }
}
