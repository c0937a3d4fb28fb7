// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.testing.SchemaRegistryServer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class KafkaAvroITCase {

    /** What Confluent's serializers put before the number of a schema. */
    private static final byte MAGIC = 0;

    @RegisterExtension
    private static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

    private final KafkaTables tables = new KafkaTables();

    KafkaAvroITCase() throws IOException {}

    @Test
    void writesAndReadsAvroByTheSchemasOfARegistry() throws Exception {
        create("avro-orders", "order_id STRING, amount DOUBLE", avro());

        insert("avro-orders", "('o1', 2.5)");

        assertThat(tables.topics().records("avro-orders").get(0).value())
                .startsWith(new byte[] {MAGIC, 0, 0});
        assertThat(tables.rows("SELECT * FROM `avro-orders`")).containsExactly("+I[o1, 2.5]");
    }

    @Test
    void writesAndReadsKeysByTheRegistry() throws Exception {
        Map<String, String> options = avro();
        options.remove("format");
        options.put("value.format", "avro");
        options.put("key.format", "avro");
        options.put("key.fields", "id");
        create("keyed-orders", "id STRING, amount DOUBLE", options);

        insert("keyed-orders", "('o1', 2.5)");

        assertThat(tables.topics().records("keyed-orders").get(0).key())
                .startsWith(new byte[] {MAGIC, 0, 0});
        assertThat(tables.rows("SELECT * FROM `keyed-orders`")).containsExactly("+I[o1, 2.5]");
    }

    @Test
    void writesAndReadsChangesByTheRegistry() throws Exception {
        Map<String, String> options = avro();
        options.put("format", "debezium");
        create("totals", "symbol STRING, total BIGINT", options);

        tables.sql()
                .executeSql(
                        "INSERT INTO totals SELECT symbol, COUNT(*) FROM (VALUES ('A'), ('A')) AS t"
                                + " (symbol) GROUP BY symbol")
                .await();

        assertThat(tables.rows("SELECT * FROM totals"))
                .containsExactly("+I[A, 1]", "-D[A, 1]", "+I[A, 2]");
    }

    @Test
    void writesAndReadsAvroWithoutARegistryByTheColumns() throws Exception {
        Map<String, String> options = avro();
        options.remove("schema.registry.url");
        create("bare", "id INT NOT NULL", options);

        insert("bare", "(1)");

        // The number 1, in Avro's zigzag form.
        assertThat(tables.topics().records("bare").get(0).value()).containsExactly(2);
        assertThat(tables.rows("SELECT * FROM bare")).containsExactly("+I[1]");
    }

    private static Map<String, String> avro() throws IOException {
        Map<String, String> options = new HashMap<>(KafkaTables.FROM_THE_START);
        options.put("format", "avro");
        options.put("schema.registry.url", SchemaRegistryServer.shared().url());
        return options;
    }

    private void create(String topic, String columns, Map<String, String> options)
            throws IOException {
        tables.topics().create(topic, 1);
        tables.create(topic, columns, options);
    }

    private void insert(String table, String rows) throws Exception {
        tables.sql().executeSql("INSERT INTO `" + table + "` VALUES " + rows).await();
    }
}
