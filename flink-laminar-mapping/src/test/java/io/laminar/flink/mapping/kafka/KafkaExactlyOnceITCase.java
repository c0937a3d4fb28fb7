// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.testing.FlinkCluster;
import io.laminar.flink.testing.KafkaServer;
import io.laminar.flink.testing.KafkaTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.testutils.FlinkAssertions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From topic to topic in transactions, as readers with {@code read_committed} see it. */
@Timeout(240)
class KafkaExactlyOnceITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int BATCH = 500;

    private final KafkaServer server = KafkaServer.shared();
    private final KafkaTopics topics = new KafkaTopics(server);

    KafkaExactlyOnceITCase() throws Exception {}

    @Test
    void keepsEachRowOnceWhenTaskManagersDieAndTheJobIsRestored() throws Exception {
        topics.create("once-in", 2);
        topics.create("once-out", 2);
        try (FlinkCluster cluster = FlinkCluster.start(2, 2)) {
            send(0);
            JobID first = cluster.submit(job(cluster));
            awaitRows(1);
            for (int death = 1; death <= 2; death++) {
                send(death);
                CompletableFuture<Void> gone = cluster.replaceTaskManager();
                awaitRows(death + 1);
                gone.get();
            }
            cluster.awaitStatus(first, PATIENCE, Set.of(JobStatus.RUNNING));
            Path savepoint = cluster.stopWithSavepoint(first).get();
            send(3);
            JobID second = cluster.restore(job(cluster), savepoint);
            awaitRows(4);
            cluster.cancel(second);
        }
        assertThat(topics.values("once-out")).doesNotHaveDuplicates().hasSize(4 * BATCH);
    }

    /** Fails if a broker is not asked: the check finds a maximum that is not Kafka's own. */
    @Test
    void asksTheBrokerHowLongATransactionMayLast() throws Exception {
        try (KafkaServer strict =
                KafkaServer.start(Map.of("transaction.max.timeout.ms", "60000"))) {
            StreamTableEnvironment sql =
                    StreamTableEnvironment.create(
                            StreamExecutionEnvironment.getExecutionEnvironment());
            sql.getConfig().set("execution.checkpointing.interval", "1 s");
            create(sql, "sink", "once-strict", strict, ", 'delivery.guarantee' = 'exactly-once'");

            assertThatThrownBy(() -> sql.explainSql("INSERT INTO sink VALUES (1)"))
                    .satisfies(
                            FlinkAssertions.anyCauseMatches(
                                    ValidationException.class,
                                    "the broker's 'transaction.max.timeout.ms' is 60000"));
        }
    }

    private void send(int batch) throws Exception {
        topics.send(
                "once-in",
                IntStream.range(batch * BATCH, (batch + 1) * BATCH)
                        .mapToObj(id -> "{\"id\":" + id + "}")
                        .toArray(String[]::new));
    }

    private void awaitRows(int batches) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            List<String> rows = topics.values("once-out");
                            assertThat(rows).hasSizeGreaterThanOrEqualTo(batches * BATCH);
                        });
    }

    private StreamExecutionEnvironment job(FlinkCluster cluster) {
        StreamExecutionEnvironment environment = cluster.environment();
        environment.setParallelism(2);
        environment.enableCheckpointing(300);
        StreamTableEnvironment sql = StreamTableEnvironment.create(environment);
        create(sql, "source", "once-in", server, ", 'auto.offset.reset' = 'earliest'");
        create(sql, "sink", "once-out", server, ", 'delivery.guarantee' = 'exactly-once'");
        StreamStatementSet inserts = sql.createStatementSet();
        inserts.addInsertSql("INSERT INTO sink SELECT id FROM source");
        inserts.attachAsDataStream();
        return environment;
    }

    private static void create(
            StreamTableEnvironment sql,
            String table,
            String topic,
            KafkaServer server,
            String more) {
        sql.executeSql(
                String.format(
                        "CREATE TEMPORARY TABLE %s (id INT) WITH ('connector' = 'laminar-kafka',"
                                + " 'bootstrap.servers' = '%s', 'topic' = '%s',"
                                + " 'group.id' = 'once'%s)",
                        table, server.bootstrapServers(), topic, more));
    }
}
