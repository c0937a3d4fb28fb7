// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laminar.flink.e2e.cluster.ClusterJob;
import io.laminar.flink.e2e.cluster.OnFlinkWithConnectors;
import io.laminar.flink.e2e.cluster.StandaloneCluster;
import io.laminar.flink.testing.IcebergRestServer;
import io.laminar.flink.testing.KafkaServer;
import io.laminar.flink.testing.KafkaTopics;
import io.laminar.flink.testing.MySqlServer;
import io.laminar.flink.testing.MySqlVersion;
import io.laminar.flink.testing.PostgresServer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One script through the SQL client, from two databases into a lake and a topic. */
class OfficialConnectorsITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    @OnFlinkWithConnectors
    void joinsChangesOfTwoDatabasesIntoIcebergAndKafka(StandaloneCluster cluster) throws Exception {
        PostgresServer postgres = PostgresServer.shared();
        MySqlServer mysql = MySqlServer.shared(MySqlVersion.MYSQL_8_0);
        KafkaServer kafka = KafkaServer.shared();
        postgres.execute(
                "DROP TABLE IF EXISTS customers; CREATE TABLE customers (id bigint PRIMARY KEY,"
                        + " name text NOT NULL); INSERT INTO customers VALUES (1, 'Ada'), (2, 'Bob')");
        mysql.execute("CREATE DATABASE IF NOT EXISTS shop");
        mysql.execute("DROP TABLE IF EXISTS shop.orders");
        mysql.execute(
                "CREATE TABLE shop.orders (id BIGINT PRIMARY KEY, customer BIGINT NOT NULL,"
                        + " total DECIMAL(10, 2))");
        mysql.execute("INSERT INTO shop.orders VALUES (10, 1, 9.99), (11, 2, 5.00), (12, 1, 1.50)");
        KafkaTopics topics = new KafkaTopics(kafka);
        topics.create("order-book", 1);
        try (IcebergRestServer iceberg = IcebergRestServer.start()) {
            String tables = tables(postgres, mysql, kafka, iceberg);
            ClusterJob job = cluster.job(cluster.sqlClient().run(tables + JOB).jobId());
            job.awaitRunning();
            await().atMost(PATIENCE).until(() -> book(topics).size() == 3);
            // A job without one would begin anew, and not see what was deleted meanwhile.
            job.awaitCheckpoints(2);

            cluster.killTaskManager();
            postgres.execute("UPDATE customers SET name = 'Ada L.' WHERE id = 1");
            mysql.execute("DELETE FROM shop.orders WHERE id = 11");
            mysql.execute("INSERT INTO shop.orders VALUES (13, 2, 7.25)");
            cluster.startTaskManager();

            Map<Long, String> expected =
                    Map.of(10L, "Ada L. 9.99", 12L, "Ada L. 1.5", 13L, "Bob 7.25");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(book(topics)).isEqualTo(expected));
            job.awaitCheckpoints(2);
            job.cancel();
            assertThat(cluster.sqlClient().run(tables + QUERY).text())
                    .contains("10 Ada L. 9.99", "12 Ada L. 1.50", "13 Bob 7.25")
                    .doesNotContain("5.00", "Ada 9.99");
        }
    }

    /** The current value of each key, as a reader of a compacted topic has it. */
    private static Map<Long, String> book(KafkaTopics topics) throws Exception {
        Map<Long, String> rows = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : topics.records("order-book")) {
            long id = JSON.readTree(record.key()).path("id").asLong();
            if (record.value() == null) {
                rows.remove(id);
            } else {
                JsonNode row = JSON.readTree(record.value());
                rows.put(
                        id, row.path("customer").asText() + " " + row.path("total").decimalValue());
            }
        }
        return rows;
    }

    private static String tables(
            PostgresServer postgres,
            MySqlServer mysql,
            KafkaServer kafka,
            IcebergRestServer iceberg) {
        return """
                CREATE CATALOG laminar WITH ('type' = 'laminar');
                USE CATALOG laminar;
                CREATE TABLE customers WITH (
                  'connector' = 'postgres-cdc', 'connection' = '%s', 'table' = 'customers');
                CREATE TABLE orders WITH (
                  'connector' = 'mysql-cdc', 'connection' = '%s', 'table' = 'orders');
                CREATE TABLE lake (
                  id BIGINT, customer STRING, total DECIMAL(10, 2), PRIMARY KEY (id) NOT ENFORCED
                ) WITH (
                  'connector' = 'iceberg', 'catalog_uri' = '%s', 'catalog.token' = '%s',
                  'table' = 'shop.order_book',
                  'write_mode' = 'upsert');
                CREATE TABLE topic (
                  id BIGINT, customer STRING, total DECIMAL(10, 2), PRIMARY KEY (id) NOT ENFORCED
                ) WITH (
                  'connector' = 'kafka', 'bootstrap.servers' = '%s', 'topic' = 'order-book');
                """
                .formatted(
                        postgres.uri(),
                        mysql.uri("shop"),
                        iceberg.uri(),
                        iceberg.token(),
                        kafka.bootstrapServers());
    }

    private static final String JOB =
            """
            SET 'execution.checkpointing.interval' = '1 s';
            CREATE VIEW book AS SELECT o.id, c.name AS customer, o.total
              FROM orders AS o JOIN customers AS c ON c.id = o.customer;
            BEGIN STATEMENT SET;
            INSERT INTO lake SELECT * FROM book;
            INSERT INTO topic SELECT * FROM book;
            END;
            """;

    private static final String QUERY =
            """
            SET 'execution.runtime-mode' = 'batch';
            SET 'sql-client.execution.result-mode' = 'tableau';
            SELECT CAST(id AS STRING) || ' ' || customer || ' ' || CAST(total AS STRING) FROM lake;
            """;
}
