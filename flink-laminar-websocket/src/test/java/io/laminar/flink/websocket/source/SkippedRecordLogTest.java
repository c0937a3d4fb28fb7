// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SkippedRecordLogTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<String> lines = new ArrayList<>();
    private final SkippedRecordLog log = new SkippedRecordLog(nanos::get, lines::add);

    @Test
    void givesOneReasonASecondAndTheNumberOfTheOthers() {
        log.skipped("First.");
        log.skipped("Second.");
        nanos.addAndGet(Duration.ofSeconds(1).toNanos() - 1);
        log.skipped("Third.");
        nanos.incrementAndGet();
        log.skipped("Fourth.");
        assertThat(lines)
                .containsExactly(
                        "A record is left out. First.",
                        "A record is left out, and 2 others since the last line like this. Fourth.");
    }
}
