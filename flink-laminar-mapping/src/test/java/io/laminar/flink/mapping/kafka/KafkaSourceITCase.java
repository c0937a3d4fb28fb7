// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.testutils.FlinkAssertions;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class KafkaSourceITCase {

    @RegisterExtension
    private static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

    private final KafkaTables tables = new KafkaTables();

    KafkaSourceITCase() throws IOException {}

    @Test
    void readsJsonFromTheStart() throws Exception {
        send("quotes", "{\"symbol\":\"A\",\"price\":1.5}", "{\"symbol\":\"B\",\"price\":2}");
        tables.create("quotes", "symbol STRING, price DOUBLE", KafkaTables.FROM_THE_START);

        assertThat(tables.rows("SELECT * FROM quotes")).containsExactly("+I[A, 1.5]", "+I[B, 2.0]");
    }

    @Test
    void startsWithWhatComesNextWhereTheGroupHasNoOffset() throws Exception {
        send("news", "{\"id\":1}");
        tables.create("news", "id INT", KafkaTables.ENDS);

        assertThat(tables.rows("SELECT * FROM news")).isEmpty();
    }

    @Test
    void goesOnWhereTheGroupIs() throws Exception {
        send("tasks", "{\"id\":1}", "{\"id\":2}");
        try (Admin admin = tables.topics().admin()) {
            admin.alterConsumerGroupOffsets(
                            "test",
                            Map.of(new TopicPartition("tasks", 0), new OffsetAndMetadata(1)))
                    .all()
                    .get();
        }
        tables.create("tasks", "id INT", KafkaTables.FROM_THE_START);

        assertThat(tables.rows("SELECT * FROM tasks")).containsExactly("+I[2]");
    }

    @Test
    void failsWithoutAnOffsetOfTheGroupIfToldTo() throws Exception {
        send("strict", "{\"id\":1}");
        tables.create(
                "strict",
                "id INT",
                Map.of("scan.bounded.mode", "latest-offset", "auto_offset_reset", "NONE"));

        assertThatThrownBy(() -> tables.rows("SELECT * FROM strict"))
                .satisfies(
                        FlinkAssertions.anyCauseMatches("Undefined offset with no reset policy"));
    }

    @Test
    void readsCsvAndItsOwnOptions() throws Exception {
        send("lines", "A;1.5");
        tables.create(
                "lines",
                "symbol STRING, price DOUBLE",
                with("format", "csv", "csv.field-delimiter", ";"));

        assertThat(tables.rows("SELECT * FROM lines")).containsExactly("+I[A, 1.5]");
    }

    @Test
    void readsRawBytesAsText() throws Exception {
        send("texts", "any text");
        tables.create("texts", "line STRING", with("format", "raw"));

        assertThat(tables.rows("SELECT * FROM texts")).containsExactly("+I[any text]");
    }

    @Test
    void readsChangesThatDebeziumWrote() throws Exception {
        send(
                "users",
                "{\"before\":null,\"after\":{\"id\":1,\"name\":\"a\"},\"op\":\"c\"}",
                "{\"before\":{\"id\":1,\"name\":\"a\"},\"after\":{\"id\":1,\"name\":\"b\"},"
                        + "\"op\":\"u\"}");
        tables.create("users", "id BIGINT, name STRING", with("format", "debezium"));

        assertThat(tables.rows("SELECT * FROM users"))
                .containsExactly("+I[1, a]", "-U[1, a]", "+U[1, b]");
    }

    @Test
    void readsSeveralTopics() throws Exception {
        send("north", "{\"id\":1}");
        send("south", "{\"id\":2}");
        tables.create("north", "id INT", with("topic", "north, south"));

        assertThat(tables.rows("SELECT * FROM north")).containsExactlyInAnyOrder("+I[1]", "+I[2]");
    }

    @Test
    void readsTopicsByAPattern() throws Exception {
        send("plant-1", "{\"id\":1}");
        send("plant-2", "{\"id\":2}");
        Map<String, String> options = tables.options("");
        options.remove("topic");
        options.put("topic-pattern", "plant-[0-9]");
        options.putAll(KafkaTables.FROM_THE_START);
        tables.createFrom("plants", "id INT", options);

        assertThat(tables.rows("SELECT * FROM plants")).containsExactlyInAnyOrder("+I[1]", "+I[2]");
    }

    @Test
    void keepsWhatTheOfficialConnectorCanDo() throws Exception {
        tables.topics()
                .sendAll(
                        List.of(
                                new ProducerRecord<>(
                                        "passed",
                                        0,
                                        60_000L,
                                        "k1".getBytes(StandardCharsets.UTF_8),
                                        "{\"id\":7}".getBytes(StandardCharsets.UTF_8))));
        tables.create(
                "passed",
                "k STRING, id INT, part INT METADATA FROM 'partition' VIRTUAL,"
                        + " ts TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',"
                        + " WATERMARK FOR ts AS ts",
                Map.of(
                        "key.format", "raw",
                        "key.fields", "k",
                        "value.format", "json",
                        "value.json.fail-on-missing-field", "true",
                        "value.fields-include", "EXCEPT_KEY",
                        "scan.startup.mode", "earliest-offset",
                        "scan.bounded.mode", "latest-offset",
                        "properties.max.poll.records", "1"));

        assertThat(tables.rows("SELECT k, id, part, CURRENT_WATERMARK(ts) IS NULL FROM passed"))
                .containsExactly("+I[k1, 7, 0, true]");
        assertThat(tables.sql().explainSql("SELECT ts FROM passed"))
                .contains("metadata=[partition, timestamp], watermark=[CAST(ts");
    }

    private void send(String topic, String... values) throws IOException {
        tables.topics().send(topic, values);
    }

    private static Map<String, String> with(String... more) {
        Map<String, String> options = new HashMap<>(KafkaTables.FROM_THE_START);
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }
}
