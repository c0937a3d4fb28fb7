// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Writes at most one line a second, lest a broken sender fills the disk; metrics count what it
 * leaves out. Threads: the task's.
 */
final class ThrottledLog {

    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoClock;
    private final Consumer<String> log;
    private long lastNanos;
    private long unsaid;

    ThrottledLog(LongSupplier nanoClock, Consumer<String> log) {
        this.nanoClock = nanoClock;
        this.log = log;
        this.lastNanos = nanoClock.getAsLong() - PAUSE_NANOS;
    }

    /**
     * Writes a line, or counts it.
     *
     * @param line made of the number of lines that were left out since the last one
     */
    void write(LongFunction<String> line) {
        long now = nanoClock.getAsLong();
        if (now - lastNanos < PAUSE_NANOS) {
            unsaid++;
            return;
        }
        log.accept(line.apply(unsaid));
        lastNanos = now;
        unsaid = 0;
    }
}
