// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class SkippedRecordsTest {

    private static final long SECOND = 1_000_000_000L;

    private final Counter counter = new SimpleCounter();
    private final AtomicLong now = new AtomicLong(-5);
    private final SkippedRecords skipped =
            new SkippedRecords(
                    new UnregisteredMetricsGroup() {
                        @Override
                        public Counter counter(String name) {
                            assertThat(name).isEqualTo("numRecordsInErrors");
                            return counter;
                        }
                    },
                    now::get);

    @Test
    void countsEachAndLogsOneASecond() {
        assertThat(add()).isTrue();
        assertThat(add()).isFalse();
        now.addAndGet(SECOND - 1);
        assertThat(add()).isFalse();
        now.addAndGet(1);
        assertThat(add()).isTrue();
        assertThat(counter.getCount()).isEqualTo(4);
    }

    @Test
    void saysWhereTheRecordIsAndHowManyWereNotLogged() {
        assertThat(KafkaErrors.skipped("t", 3, 42, new IOException("no JSON"), 0))
                .isEqualTo(
                        "Left out the record of topic 't', partition 3, offset 42, which can't be"
                                + " decoded: java.io.IOException: no JSON");
        assertThat(KafkaErrors.skipped("t", 3, 42, new IOException("no JSON"), 2))
                .endsWith("no JSON (and 2 more since the last message)");
    }

    @Test
    void quotesLittleOfARecordOnOneLine() {
        String message = "no JSON:\n\u001b[31m" + "x".repeat(1_000_000);
        assertThat(KafkaErrors.skipped("t", 3, 42, new IOException(message), 0))
                .contains("no JSON: [31mxxx")
                .endsWith("x…")
                .hasSizeLessThan(400);
    }

    private boolean add() {
        return skipped.add(
                new ConsumerRecord<>("t", 3, 42, new byte[0], new byte[0]), new IOException("x"));
    }
}
