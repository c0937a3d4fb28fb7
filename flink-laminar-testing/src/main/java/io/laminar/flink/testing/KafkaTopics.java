// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topics of a broker as a test sees them: each call is a client of its own and returns when the
 * broker has answered.
 *
 * <p>Needs {@code kafka-clients} on the class path. Threads: all methods from any thread.
 */
public final class KafkaTopics {

    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrapServers;

    /** Of this broker, through its listener without TLS and login. */
    public KafkaTopics(KafkaServer server) {
        this.bootstrapServers = server.bootstrapServers();
    }

    /** An administrator's connection; the caller closes it. */
    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Makes a topic, which must not exist yet. */
    public void create(String topic, int partitions) throws IOException {
        try (Admin admin = admin()) {
            NewTopic description =
                    new NewTopic(topic, partitions, /* replicationFactor= */ (short) 1);
            get(admin.createTopics(List.of(description)).all());
        }
    }

    /** Writes texts without keys. */
    public void send(String topic, String... values) throws IOException {
        sendAll(
                Stream.of(values)
                        .map(value -> new ProducerRecord<byte[], byte[]>(topic, bytes(value)))
                        .toList());
    }

    /** Writes records. */
    public void sendAll(List<ProducerRecord<byte[], byte[]>> records) throws IOException {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            records.forEach(record -> sent.add(producer.send(record)));
            producer.flush();
            for (Future<?> future : sent) {
                get(future);
            }
        }
    }

    /** All texts that are there now, those of open and aborted transactions left out. */
    public List<String> values(String topic) {
        return records(topic).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** All records that are there now, those of open and aborted transactions left out. */
    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList());
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            // The position also passes records that are left out.
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(records::add);
            }
            return records;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void get(Future<?> answer) throws IOException {
        try {
            answer.get();
        } catch (ExecutionException e) {
            throw new IOException("The broker refuses", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the broker", e);
        }
    }
}
