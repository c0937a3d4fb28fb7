// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import io.laminar.flink.sdk.schema.SchemaDetector.Sampling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The oldest records of a table's topics. It joins no group and commits nothing. */
final class RecordSample {

    private static final String PROPERTIES = "properties.";
    private static final Duration POLL = Duration.ofMillis(100);

    private RecordSample() {}

    /**
     * The values of some records, as many as there are and may be looked at.
     *
     * @param options of the official connector
     */
    static List<byte[]> values(Map<String, String> options, Sampling sampling) {
        Map<String, Object> client = new HashMap<>();
        options.forEach(
                (key, value) -> {
                    if (key.startsWith(PROPERTIES)) {
                        client.put(key.substring(PROPERTIES.length()), value);
                    }
                });
        client.remove("group.id");
        client.put("default.api.timeout.ms", Long.toString(sampling.timeout().toMillis()));
        client.put("max.poll.records", Integer.toString(sampling.records()));
        client.put("auto.offset.reset", "earliest");
        client.put("allow.auto.create.topics", "false");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            long deadline = System.nanoTime() + sampling.timeout().toNanos();
            consumer.assign(
                    topics(options, consumer)
                            .flatMap(topic -> consumer.partitionsFor(topic).stream())
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList());
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            consumer.seekToBeginning(consumer.assignment());
            List<byte[]> values = new ArrayList<>();
            while (values.size() < sampling.records()
                    && System.nanoTime() < deadline
                    && ends.entrySet().stream()
                            .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.value() != null && values.size() < sampling.records()) {
                        values.add(record.value());
                    }
                }
            }
            return values;
        }
    }

    private static Stream<String> topics(
            Map<String, String> options, KafkaConsumer<byte[], byte[]> consumer) {
        String topics = options.get("topic");
        if (topics != null) {
            return Arrays.stream(topics.split(";", -1));
        }
        Pattern pattern = Pattern.compile(options.getOrDefault("topic-pattern", ""));
        return consumer.listTopics().keySet().stream()
                .filter(topic -> pattern.matcher(topic).matches());
    }
}
