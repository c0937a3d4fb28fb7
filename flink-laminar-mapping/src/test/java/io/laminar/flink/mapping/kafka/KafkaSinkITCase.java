// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class KafkaSinkITCase {

    private static final int PARTITIONS = 4;

    @RegisterExtension
    private static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

    private final KafkaTables tables = new KafkaTables();

    KafkaSinkITCase() throws IOException {}

    @Test
    void dealsRowsOutToAllPartitions() throws Exception {
        write("dealt", "id INT", Map.of(), "(1), (2), (3), (4), (5), (6), (7), (8)");

        assertThat(valuesByPartition("dealt").values())
                .hasSize(PARTITIONS)
                .allMatch(v -> v.size() == 2);
    }

    @Test
    void keepsEqualValuesOfTheFirstColumnTogetherWhereKafkaWouldPutThem() throws Exception {
        write(
                "hashed",
                "symbol STRING, id INT",
                Map.of("partitioner", "key-hash", "format", "csv"),
                "('AAPL', 1), ('IBM', 2), ('AAPL', 3), (CAST(NULL AS STRING), 4), ('IBM', 5),"
                        + " (CAST(NULL AS STRING), 6)");

        for (String symbol : List.of("AAPL", "IBM", "")) {
            int hash = Utils.murmur2(symbol.getBytes(StandardCharsets.UTF_8));
            int expected = Utils.toPositive(hash) % PARTITIONS;
            assertThat(valuesByPartition("hashed").get(expected))
                    .filteredOn(value -> value.startsWith(symbol + ","))
                    .hasSize(2)
                    .isSorted();
        }
    }

    @Test
    void hashesTheColumnThatIsNamed() throws Exception {
        write(
                "named",
                "id INT, symbol STRING",
                Map.of("partitioner", "KEY_HASH", "key.column", "symbol"),
                "(1, 'A'), (2, 'A'), (3, 'A'), (4, 'A')");

        assertThat(valuesByPartition("named")).hasSize(1);
    }

    @Test
    void fillsABatchForOnePartitionWhateverTheKeys() throws Exception {
        Map<String, String> keyed =
                Map.of("key.format", "csv", "key.fields", "id", "value.format", "csv");
        write("by-key", "id INT", keyed, "(1), (2), (3), (4), (5), (6), (7), (8)");
        Map<String, String> sticky = new TreeMap<>(keyed);
        sticky.put("partitioner", "sticky");
        write("sticky", "id INT", sticky, "(1), (2), (3), (4), (5), (6), (7), (8)");

        assertThat(valuesByPartition("by-key")).hasSizeGreaterThan(1);
        assertThat(valuesByPartition("sticky")).hasSize(1);
    }

    @Test
    void writesChangesOfOneKeyToOnePartition() throws Exception {
        tables.topics().create("changes", PARTITIONS);
        tables.create(
                "changes",
                "total BIGINT, id INT, PRIMARY KEY (id) NOT ENFORCED",
                Map.of("format", "debezium"));
        tables.sql()
                .executeSql(
                        "INSERT INTO changes SELECT COUNT(*), id FROM (VALUES (1), (1), (1)) AS t"
                                + " (id) GROUP BY id")
                .await();

        assertThat(valuesByPartition("changes")).hasSize(1);
        assertThat(tables.topics().values("changes"))
                .last()
                .asString()
                .isEqualTo("{\"before\":null,\"after\":{\"total\":3,\"id\":1},\"op\":\"c\"}");
    }

    @Test
    void keepsWhatTheOfficialConnectorCanDo() throws Exception {
        tables.topics().create("kept", 1);
        tables.create(
                "kept",
                "k STRING, id INT, ts TIMESTAMP_LTZ(3) METADATA FROM 'timestamp'",
                Map.of(
                        "key.format", "raw",
                        "key.fields", "k",
                        "value.format", "json",
                        "value.fields-include", "EXCEPT_KEY",
                        "delivery.guarantee", "none",
                        "sink.partitioner", "fixed",
                        "sink.parallelism", "2",
                        "properties.compression.type", "gzip"));
        tables.sql()
                .executeSql("INSERT INTO kept SELECT 'k1', 7, TO_TIMESTAMP_LTZ(60000, 3)")
                .await();

        ConsumerRecord<byte[], byte[]> record = tables.topics().records("kept").get(0);
        assertThat(record.key()).asString().isEqualTo("k1");
        assertThat(record.value()).asString().isEqualTo("{\"id\":7}");
        assertThat(record.timestamp()).isEqualTo(60_000);
        assertThat(
                        tables.sql()
                                .explainSql(
                                        "INSERT INTO kept SELECT 'k', 1, CURRENT_TIMESTAMP",
                                        ExplainDetail.JSON_EXECUTION_PLAN))
                .contains("\"parallelism\" : 2");
    }

    private void write(String topic, String columns, Map<String, String> options, String rows)
            throws Exception {
        tables.topics().create(topic, PARTITIONS);
        tables.create(topic, columns, options);
        tables.sql().executeSql("INSERT INTO `" + topic + "` VALUES " + rows).await();
    }

    private Map<Integer, List<String>> valuesByPartition(String topic) {
        return tables.topics().records(topic).stream()
                .collect(
                        Collectors.groupingBy(
                                ConsumerRecord::partition,
                                TreeMap::new,
                                Collectors.mapping(
                                        record ->
                                                new String(record.value(), StandardCharsets.UTF_8),
                                        Collectors.toList())));
    }
}
