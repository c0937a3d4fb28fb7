// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.testing.KafkaServer.Listener;
import io.laminar.flink.testing.TestedSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The SQL of {@code docs/kafka.md}. */
@Timeout(120)
class DocumentedSqlITCase {

    @RegisterExtension
    private static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

    @TempDir private Path folder;

    private final KafkaTables tables = new KafkaTables();
    private final List<String> blocks =
            TestedSql.blocks(Files.readString(Path.of("../docs/kafka.md")));

    DocumentedSqlITCase() throws IOException {}

    @Test
    void theQuickStartAlerts() throws Exception {
        tables.topics()
                .send(
                        "ticks",
                        "{\"symbol\":\"A\",\"price\":10,\"ts\":\"2026-11-22 08:00:00\"}",
                        "{\"symbol\":\"B\",\"price\":2000,\"ts\":\"2026-11-22 08:00:01\"}");
        TableResult job = run(blocks.get(0));
        try {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () ->
                                    assertThat(tables.topics().values("alerts"))
                                            .containsExactly(
                                                    "{\"symbol\":\"B\",\"price\":2000.0}"));
        } finally {
            job.getJobClient().orElseThrow().cancel().get();
        }
    }

    @Test
    void aPrimaryKeyKeepsTheNewestCounts() throws Exception {
        run(blocks.get(1));
        tables.sql().executeSql("INSERT INTO counts VALUES ('A', 1)").await();

        assertThat(tables.topics().records("counts").get(0).key())
                .asString()
                .isEqualTo("{\"symbol\":\"A\"}");
    }

    @Test
    void aUserLogsIn() throws Exception {
        Path password = Files.writeString(folder.resolve("p"), tables.server().password());
        run(
                blocks.get(2)
                        .replace(
                                "localhost:9092",
                                tables.server().bootstrapServers(Listener.SASL_SSL))
                        .replace("'sasl.username' = 'billing'", "'sasl.username' = 'laminar'")
                        .replace("${env:KAFKA_PASSWORD}", "${file:" + password + "}")
                        .replace(
                                "/etc/kafka/ca.pem",
                                tables.server().authority().certificate().toString()));
        tables.sql().executeSql("INSERT INTO orders VALUES ('o1', 2.5)").await();

        assertThat(tables.topics().values("orders"))
                .containsExactly("{\"order_id\":\"o1\",\"amount\":2.5}");
    }

    /** One statement after the other; returns what came of the last one. */
    private TableResult run(String block) {
        TableResult last = null;
        for (String statement : block.split(";\\s*\n", -1)) {
            if (!statement.isBlank()) {
                last =
                        tables.sql()
                                .executeSql(
                                        statement.replace(
                                                "localhost:9092",
                                                tables.server().bootstrapServers()));
            }
        }
        if (last == null) {
            throw new IllegalArgumentException("No statement in " + block);
        }
        return last;
    }
}
