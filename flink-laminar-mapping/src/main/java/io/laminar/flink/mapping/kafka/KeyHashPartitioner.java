// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import org.apache.flink.connector.kafka.sink.KafkaPartitioner;
import org.apache.flink.table.data.RowData;

/**
 * Sends all rows with one value in a column to one partition: the one that a producer of Kafka
 * would choose that has this value as its key. It stays the same as long as the topic's number of
 * partitions does.
 */
final class KeyHashPartitioner implements KafkaPartitioner<RowData> {

    private static final long serialVersionUID = 1L;

    private final KeyBytes column;

    KeyHashPartitioner(KeyBytes column) {
        this.column = column;
    }

    @Override
    public int partition(RowData row, byte[] key, byte[] value, String topic, int[] partitions) {
        // A topic's partitions are numbered from 0, but not always listed in that order.
        return (Murmur2.hash(column.of(row)) & Integer.MAX_VALUE) % partitions.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyHashPartitioner that && column.equals(that.column);
    }

    @Override
    public int hashCode() {
        return column.hashCode();
    }
}
