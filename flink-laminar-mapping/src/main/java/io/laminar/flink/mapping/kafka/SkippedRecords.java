// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the records that are left out, and logs one a second at most, with the number of those
 * that were not logged. For the thread of one reader.
 */
final class SkippedRecords {

    private static final Logger LOG = LoggerFactory.getLogger(SkippedRecords.class);

    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Counter count;
    private final LongSupplier nanoTime;
    private OptionalLong lastLogged = OptionalLong.empty();
    private long unlogged;

    SkippedRecords(MetricGroup metrics, LongSupplier nanoTime) {
        this.count = metrics.counter("numRecordsInErrors");
        this.nanoTime = nanoTime;
    }

    /** Returns whether it was logged. */
    boolean add(ConsumerRecord<?, ?> record, Exception cause) {
        count.inc();
        long now = nanoTime.getAsLong();
        if (lastLogged.isPresent() && now - lastLogged.getAsLong() < PAUSE_NANOS) {
            unlogged++;
            return false;
        }
        LOG.warn(
                KafkaErrors.skipped(
                        record.topic(), record.partition(), record.offset(), cause, unlogged));
        lastLogged = OptionalLong.of(now);
        unlogged = 0;
        return true;
    }
}
