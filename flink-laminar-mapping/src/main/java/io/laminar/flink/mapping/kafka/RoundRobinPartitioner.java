// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.sink.KafkaPartitioner;
import org.apache.flink.table.data.RowData;

/**
 * Sends each row to the next partition of its topic. Subtasks begin at different ones.
 *
 * <p>Kafka's own partitioner fills a batch for one partition first; its class of this name skips
 * partitions when a batch is full.
 */
final class RoundRobinPartitioner implements KafkaPartitioner<RowData> {

    private static final long serialVersionUID = 1L;

    private final Map<String, Integer> nextByTopic = new HashMap<>();
    private int first;

    @Override
    public void open(int subtask, int subtasks) {
        first = subtask;
    }

    @Override
    public int partition(RowData row, byte[] key, byte[] value, String topic, int[] partitions) {
        int next = nextByTopic.getOrDefault(topic, first) % partitions.length;
        nextByTopic.put(topic, next + 1);
        return partitions[next];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RoundRobinPartitioner;
    }

    @Override
    public int hashCode() {
        return RoundRobinPartitioner.class.hashCode();
    }
}
