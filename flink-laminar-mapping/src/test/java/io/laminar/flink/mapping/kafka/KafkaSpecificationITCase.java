// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.testing.SchemaRegistryServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The examples of the specification's chapters on Kafka (F-PY-012, F-PY-019) as Flink's tables,
 * with the hosts replaced; they end where their topics do, so that a test ends, too.
 */
@Timeout(180)
class KafkaSpecificationITCase {

    private static final String ENDS =
            " /*+ OPTIONS('scan.bounded.mode'='latest-offset',"
                    + " 'auto.offset.reset'='earliest') */";

    @RegisterExtension
    private static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

    private final KafkaTables tables = new KafkaTables();

    KafkaSpecificationITCase() throws IOException {
        tables.sql().getConfig().set("execution.checkpointing.interval", "500 ms");
    }

    @Test
    void theSourcesOfTheSpecificationAreRead() throws Exception {
        run(
                """
                CREATE TABLE market_data (
                    symbol VARCHAR,
                    bid DOUBLE,
                    ask DOUBLE,
                    `timestamp` TIMESTAMP
                ) WITH (
                    'connector' = 'laminar-kafka',
                    'bootstrap.servers' = 'broker1:9092',
                    'topic' = 'market-data',
                    'group.id' = 'laminar-market',
                    'format' = 'json',
                    'auto.offset.reset' = 'earliest'
                )
                """);
        run(
                """
                CREATE TABLE orders (
                    order_id VARCHAR,
                    customer_id BIGINT,
                    amount DOUBLE,
                    created_at TIMESTAMP(3)
                ) WITH (
                    'connector' = 'laminar-kafka',
                    'bootstrap.servers' = 'broker1:9092',
                    'topic' = 'spec-orders',
                    'group.id' = 'laminar-orders',
                    'format' = 'avro',
                    'schema.registry.url' = 'http://schema-registry:8081'
                )
                """);
        run(
                """
                CREATE TABLE user_changes (
                    id BIGINT,
                    name VARCHAR,
                    email VARCHAR,
                    updated_at TIMESTAMP
                ) WITH (
                    'connector' = 'laminar-kafka',
                    'bootstrap.servers' = 'broker1:9092',
                    'topic' = 'dbserver1.public.users',
                    'group.id' = 'laminar-cdc',
                    'format' = 'debezium'
                )
                """);
        run(
                """
                CREATE VIEW trade_summary AS
                SELECT
                    symbol,
                    COUNT(*) as trade_count,
                    AVG(bid) as avg_bid,
                    MAX(ask) as max_ask
                FROM market_data"""
                        + ENDS
                        + " GROUP BY symbol");
        tables.topics()
                .send(
                        "market-data",
                        quote("{'symbol':'A','bid':1,'ask':2,'timestamp':'2026-11-22 08:00:00'}"),
                        quote("{'symbol':'A','bid':3,'ask':4,'timestamp':'2026-11-22 08:00:01'}"));
        tables.topics()
                .send(
                        "dbserver1.public.users",
                        quote("{'before':null,'after':{'id':7,'name':'n'},'op':'c'}"),
                        quote("{'before':{'id':7,'name':'n'},'after':null,'op':'d'}"));
        tables.sql()
                .executeSql(
                        "INSERT INTO orders VALUES ('o1', 7, 2.5, TIMESTAMP '2026-11-22 08:00:00')")
                .await();

        assertThat(tables.rows("SELECT * FROM trade_summary"))
                .last()
                .isEqualTo("+U[A, 2, 2.0, 4.0]");
        assertThat(tables.rows("SELECT * FROM orders" + ENDS))
                .containsExactly("+I[o1, 7, 2.5, 2026-11-22T08:00]");
        assertThat(tables.rows("SELECT id, name FROM user_changes" + ENDS))
                .containsExactly("+I[7, n]", "-D[7, n]");
    }

    @Test
    void theSinksOfTheSpecificationAreWritten() throws Exception {
        run(
                """
                CREATE TABLE raw_events (
                    event_id VARCHAR,
                    user_id BIGINT,
                    action VARCHAR,
                    ts TIMESTAMP(3)
                ) WITH (
                    'connector' = 'laminar-kafka',
                    'bootstrap.servers' = 'kafka:9092',
                    'topic' = 'user-events',
                    'group.id' = 'enrichment',
                    'format' = 'json'
                )
                """);
        run(
                """
                CREATE TABLE activity_sink (
                    user_id BIGINT,
                    event_count BIGINT,
                    last_seen TIMESTAMP(3),
                    PRIMARY KEY (user_id) NOT ENFORCED
                ) WITH (
                    'connector' = 'laminar-kafka',
                    'bootstrap.servers' = 'kafka:9092',
                    'topic' = 'user-activity-summary',
                    'group.id' = 'activity',
                    'format' = 'avro',
                    'schema.registry.url' = 'http://schema-registry:8081',
                    'delivery.guarantee' = 'exactly-once'
                )
                """);
        run(
                """
                CREATE TABLE partitioned_sink (
                    user_id BIGINT,
                    action VARCHAR,
                    ts TIMESTAMP(3)
                ) WITH (
                    'connector' = 'laminar-kafka',
                    'bootstrap.servers' = 'kafka:9092',
                    'topic' = 'partitioned-events',
                    'format' = 'json',
                    'partitioner' = 'key-hash'
                )
                """);
        tables.topics().create("partitioned-events", 4);
        tables.topics()
                .send(
                        "user-events",
                        event("e1", 7, "view"),
                        event("e2", 8, "view"),
                        event("e3", 7, "buy"));

        // One job, since the next one would go on where the group is.
        tables.sql()
                .createStatementSet()
                .addInsertSql(
                        "INSERT INTO activity_sink SELECT user_id, COUNT(*), MAX(ts) FROM"
                                + " raw_events"
                                + ENDS
                                + " GROUP BY user_id")
                .addInsertSql(
                        "INSERT INTO partitioned_sink SELECT user_id, action, ts FROM raw_events"
                                + ENDS)
                .execute()
                .await();

        assertThat(
                        tables.rows(
                                "SELECT user_id, event_count FROM activity_sink /*+"
                                        + " OPTIONS('scan.bounded.mode'='latest-offset',"
                                        + " 'properties.isolation.level'='read_committed') */"))
                .contains("+I[7, 1]", "+I[8, 1]", "+U[7, 2]");
        List<ConsumerRecord<byte[], byte[]>> events = tables.topics().records("partitioned-events");
        assertThat(events).hasSize(3);
        assertThat(
                        events.stream()
                                .filter(
                                        event ->
                                                new String(event.value(), StandardCharsets.UTF_8)
                                                        .contains("\"user_id\":7"))
                                .map(ConsumerRecord::partition)
                                .distinct())
                .hasSize(1);
    }

    private static String event(String id, int user, String action) {
        return quote(
                "{'event_id':'%s','user_id':%d,'action':'%s','ts':'2026-11-22 08:00:00'}"
                        .formatted(id, user, action));
    }

    private static String quote(String json) {
        return json.replace('\'', '"');
    }

    private void run(String statement) throws IOException {
        String broker = tables.server().bootstrapServers();
        tables.sql()
                .executeSql(
                        statement
                                .replace("broker1:9092", broker)
                                .replace("kafka:9092", broker)
                                .replace(
                                        "http://schema-registry:8081",
                                        SchemaRegistryServer.shared().url()));
    }
}
