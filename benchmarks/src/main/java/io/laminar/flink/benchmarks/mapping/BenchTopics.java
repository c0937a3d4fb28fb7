// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.mapping;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of the benchmark: one that is filled once, and one that each copy fills anew. */
record BenchTopics(String bootstrapServers) {

    static final String READINGS = "readings";
    static final String TARGET = "target";

    private static final int PARTITIONS = 4;
    private static final short REPLICAS = 1;

    /** Makes the first topic, with so many rows as JSON of some 110 bytes. */
    void fill(long rows) throws InterruptedException, ExecutionException {
        create(READINGS);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "20"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (long id = 0; id < rows; id++) {
                // What was not sent is found missing at the end.
                var unused =
                        producer.send(
                                new ProducerRecord<>(
                                        READINGS, (int) (id % PARTITIONS), null, row(id)));
            }
            producer.flush();
        }
        requireRows(READINGS, rows);
    }

    private static byte[] row(long id) {
        return String.format(
                        Locale.ROOT,
                        "{\"id\":%d,\"device\":\"device-%05d\",\"place\":\"hall %d, shelf %d\","
                                + "\"degrees\":%.2f,\"ok\":%b}",
                        id,
                        id % 100_000,
                        id % 17,
                        id % 113,
                        id % 4000 / 100.0,
                        id % 50 != 0)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Makes the second topic, empty. */
    void renewTarget() throws InterruptedException, ExecutionException {
        try (Admin admin = admin()) {
            if (admin.listTopics().names().get().contains(TARGET)) {
                admin.deleteTopics(List.of(TARGET)).all().get();
            }
        }
        create(TARGET);
    }

    /** Of a topic that no transaction has written to. */
    void requireRows(String topic, long rows) throws InterruptedException, ExecutionException {
        long found = 0;
        try (Admin admin = admin()) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                TopicPartition part = new TopicPartition(topic, partition);
                found +=
                        admin.listOffsets(Map.of(part, OffsetSpec.latest()))
                                .partitionResult(part)
                                .get()
                                .offset();
            }
        }
        if (found != rows) {
            throw new IllegalStateException(
                    String.format(
                            "Topic '%s' should hold %,d rows, but holds %,d.", topic, rows, found));
        }
    }

    private void create(String topic) throws InterruptedException, ExecutionException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, REPLICAS))).all().get();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }
}
