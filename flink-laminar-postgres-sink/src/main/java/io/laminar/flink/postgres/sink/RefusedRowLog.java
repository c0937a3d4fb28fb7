// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says why rows are left out, at most once a second; the metrics count all. Thread-safe. */
final class RefusedRowLog {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedRowLog.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final String table;
    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime() - PAUSE_NANOS);

    RefusedRowLog(String table) {
        this.table = table;
    }

    void log(Exception reason) {
        long now = System.nanoTime();
        long last = lastNanos.get();
        if (now - last >= PAUSE_NANOS && lastNanos.compareAndSet(last, now)) {
            LOG.warn("A row for table {} is left out: {}", table, reason.getMessage());
        }
    }
}
