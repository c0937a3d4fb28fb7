// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CleanUpTest {

    @Test
    void isDoneOnce() {
        AtomicInteger done = new AtomicInteger();
        CleanUp cleanUp = new CleanUp("count", done::incrementAndGet);
        assertThat(done).hasValue(0);
        cleanUp.close();
        cleanUp.close();
        assertThat(done).hasValue(1);
    }
}
