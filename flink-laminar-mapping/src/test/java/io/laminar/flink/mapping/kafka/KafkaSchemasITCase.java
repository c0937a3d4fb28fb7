// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.sdk.schema.SchemaDetector.Request;
import io.laminar.flink.sdk.schema.SchemaDetector.Sampling;
import io.laminar.flink.testing.SchemaRegistryServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables that are declared without columns. */
@Timeout(120)
class KafkaSchemasITCase {

    private static final Sampling SAMPLING = new Sampling(1000, Duration.ofSeconds(20));

    @RegisterExtension
    private static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

    private final KafkaTables tables = new KafkaTables();

    KafkaSchemasITCase() throws IOException {}

    @Test
    void haveThoseOfTheSchemaInTheRegistry() throws Exception {
        Map<String, String> registry =
                Map.of(
                        "format",
                        "avro",
                        "schema.registry.url",
                        SchemaRegistryServer.shared().url());
        tables.create("told", "id BIGINT NOT NULL, name STRING, at1 TIMESTAMP(3)", registry);
        tables.sql()
                .executeSql("INSERT INTO told VALUES (1, 'a', TIMESTAMP '2026-11-22 08:00:00')")
                .await();

        assertThat(detect("told", registry, SAMPLING))
                .hasToString(
                        "(\n  `id` BIGINT NOT NULL,\n  `name` STRING,\n  `at1` TIMESTAMP(3)\n)");
        assertThatThrownBy(() -> detect("untold", registry, SAMPLING))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "Connector 'laminar-kafka': the table has no columns, and Kafka does not"
                                + " tell them: the registry gives no schema: for subject"
                                + " 'untold-value' it answers with status 404. Write the columns"
                                + " into the statement.");
    }

    @Test
    void haveThoseOfTheirJsonRecords() throws Exception {
        tables.topics()
                .send(
                        "shapes",
                        "{\"id\":1,\"price\":2,\"tags\":[\"a\"],\"where\":{\"x\":1},\"ok\":true}",
                        "{\"id\":2,\"price\":2.5,\"late\":null,\"mixed\":1}",
                        "{\"id\":3,\"mixed\":\"text\"}");

        assertThat(detect("shapes", Map.of(), SAMPLING))
                .hasToString(
                        "(\n  `id` BIGINT,\n  `price` DOUBLE,\n  `tags` ARRAY<STRING>,\n"
                                + "  `where` ROW<`x` BIGINT>,\n  `ok` BOOLEAN,\n"
                                + "  `late` STRING,\n  `mixed` STRING\n)");
        assertThat(
                        detect("shapes", Map.of(), new Sampling(1, Duration.ofSeconds(20)))
                                .getColumnNames())
                .containsExactly("id", "price", "tags", "where", "ok");
    }

    @Test
    void areRefusedWhereNothingTellsTheirColumns() throws Exception {
        tables.topics().create("empty", 1);
        tables.topics().send("no-json", "{");

        refuses("empty", Map.of(), "no JSON object is in the topic (0 records read)");
        refuses("no-json", Map.of(), "a record is no JSON: ");
        refuses(
                "empty",
                Map.of("format", "csv"),
                "records of format 'csv' don't tell them. Write the columns");
        refuses("empty", Map.of("key.format", "json"), "'key.format' is set");
        refuses(
                "one,two",
                Map.of("format", "avro", "schema.registry.url", "http://127.0.0.1:1"),
                "a registry has a schema for each single topic");
    }

    private void refuses(String topic, Map<String, String> more, String reason) {
        assertThatThrownBy(() -> detect(topic, more, SAMPLING))
                .isInstanceOf(ValidationException.class)
                .hasMessageStartingWith(
                        "Connector 'laminar-kafka': the table has no columns, and Kafka does not"
                                + " tell them: "
                                + reason);
    }

    private ResolvedSchema detect(String topic, Map<String, String> more, Sampling sampling) {
        Map<String, String> options = tables.options(topic);
        options.putAll(more);
        return new LaminarKafkaTableFactory()
                .detectSchema(
                        new Request(
                                ObjectIdentifier.of("catalog", "database", "rows"),
                                options,
                                sampling,
                                new Configuration(),
                                KafkaSchemasITCase.class.getClassLoader()));
    }
}
