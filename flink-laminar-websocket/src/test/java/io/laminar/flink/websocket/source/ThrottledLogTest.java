// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottledLogTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<String> lines = new ArrayList<>();
    private final ThrottledLog log = new ThrottledLog(nanos::get, lines::add);

    @Test
    void writesOneLineASecondAndTheNumberOfTheOthers() {
        write("First.");
        write("Second.");
        nanos.addAndGet(Duration.ofSeconds(1).toNanos() - 1);
        write("Third.");
        nanos.incrementAndGet();
        write("Fourth.");
        assertThat(lines)
                .containsExactly(
                        "A record is left out. First.",
                        "A record is left out, and 2 others since the last line like this. Fourth.");
    }

    @Test
    void saysWhatIsLost() {
        assertThat(SourceErrors.lost(3, 8, "'ws://h'", 0))
                .isEqualTo(
                        "3 records before number 8 ('sequence.field') did not come from 'ws://h'.");
        assertThat(SourceErrors.lost(3, 8, "'ws://h'", 2))
                .endsWith("'ws://h'; 2 other gaps since the last line like this.");
    }

    private void write(String reason) {
        log.write(others -> SourceErrors.skipped(reason, others));
    }
}
