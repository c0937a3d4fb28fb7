// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables with a primary key and a format that knows no changes. */
@Timeout(120)
class KafkaUpsertITCase {

    @RegisterExtension
    private static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

    private final KafkaTables tables = new KafkaTables();

    KafkaUpsertITCase() throws IOException {}

    @Test
    void writesTheNewestRowOfEachKeyUnderThatKey() throws Exception {
        tables.topics().create("upserts", 2);
        tables.create(
                "upserts",
                "symbol STRING, total BIGINT, PRIMARY KEY (symbol) NOT ENFORCED",
                Map.of("value.format", "csv", "key.format", "raw"));

        tables.sql()
                .executeSql(
                        "INSERT INTO upserts SELECT symbol, COUNT(*) FROM (VALUES ('A'), ('B'),"
                                + " ('A')) AS t (symbol) GROUP BY symbol")
                .await();

        List<ConsumerRecord<byte[], byte[]>> records = tables.topics().records("upserts");
        assertThat(records)
                .extracting(record -> text(record.key()) + "=" + text(record.value()))
                .contains("A=A,2", "B=B,1");
        assertThat(
                        records.stream()
                                .filter(record -> text(record.key()).equals("A"))
                                .map(ConsumerRecord::partition)
                                .distinct())
                .hasSize(1);
    }

    @Test
    void readsRecordsAsChangesAndThoseWithoutAValueAsDeletes() throws Exception {
        tables.topics()
                .sendAll(
                        List.of(
                                record("{\"id\":1}", "{\"id\":1,\"name\":\"a\"}"),
                                record("{\"id\":1}", "{\"id\":1,\"name\":\"b\"}"),
                                record("{\"id\":1}", null)));
        tables.create(
                "names",
                "id INT, name STRING, PRIMARY KEY (id) NOT ENFORCED",
                Map.of("scan.bounded.mode", "latest-offset"));

        assertThat(tables.rows("SELECT * FROM names"))
                .containsExactly("+I[1, a]", "-U[1, a]", "+U[1, b]", "-D[1, b]");
    }

    private static ProducerRecord<byte[], byte[]> record(String key, @Nullable String value) {
        return new ProducerRecord<>(
                "names",
                key.getBytes(StandardCharsets.UTF_8),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
