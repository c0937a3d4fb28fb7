// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says why records are left out, at most once a second, lest a broken sender fills the disk; the
 * metrics count all. Threads: the task's.
 */
final class SkippedRecordLog {

    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoClock;
    private final Consumer<String> log;
    private long lastNanos;
    private long unsaid;

    SkippedRecordLog(LongSupplier nanoClock, Consumer<String> log) {
        this.nanoClock = nanoClock;
        this.log = log;
        this.lastNanos = nanoClock.getAsLong() - PAUSE_NANOS;
    }

    void skipped(String reason) {
        long now = nanoClock.getAsLong();
        if (now - lastNanos < PAUSE_NANOS) {
            unsaid++;
            return;
        }
        log.accept(SourceErrors.skipped(reason, unsaid));
        lastNanos = now;
        unsaid = 0;
    }
}
