// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

/**
 * What has to be done in the end, whichever comes first: {@link #close()}, or the end of the JVM,
 * as after Ctrl-C. It is done once.
 */
final class CleanUp implements AutoCloseable {

    private final Runnable action;
    private final Thread hook;
    private boolean isClosed;

    CleanUp(String name, Runnable action) {
        this.action = action;
        this.hook = new Thread(action, name);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        if (!isClosed && isOurs()) {
            action.run();
        }
        isClosed = true;
    }

    private boolean isOurs() {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            // The hook does it.
            return false;
        }
    }
}
