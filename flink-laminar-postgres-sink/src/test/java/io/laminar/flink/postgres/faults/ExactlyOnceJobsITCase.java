// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.testing.FlinkCluster;
import io.laminar.flink.testing.PostgresFaultProxy;
import io.laminar.flink.testing.PostgresServer;
import io.laminar.flink.testing.WireEvent;
import io.laminar.flink.testing.faults.SinkKind;
import io.laminar.flink.testing.faults.SinkTarget;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole jobs: epochs without rows, and two jobs under one {@code sink.id}. */
@Tag("alone")
final class ExactlyOnceJobsITCase {

    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int CHECKPOINT_MILLIS = 100;

    private static final RowType ROW_TYPE =
            new RowType(
                    false,
                    List.of(
                            new RowType.RowField("id", new BigIntType(false)),
                            new RowType.RowField("payload", VarCharType.STRING_TYPE)));

    private static FlinkCluster cluster;
    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        cluster = FlinkCluster.start(2, 3);
        server = PostgresServer.shared();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    private static String createTable(SinkKind kind, String prefix) throws Exception {
        String schema = prefix + "_" + kind.toString().toLowerCase(Locale.ROOT);
        server.execute(
                String.format(
                        "CREATE SCHEMA %1$s;"
                                + " CREATE TABLE %1$s.target (id bigint PRIMARY KEY, payload text)",
                        schema));
        return schema + ".target";
    }

    private static StreamExecutionEnvironment job(
            SinkKind kind, String uri, String table, long firstId, int rows, double perSecond) {
        StreamExecutionEnvironment job = cluster.environment();
        job.setParallelism(2);
        job.enableCheckpointing(CHECKPOINT_MILLIS);
        SinkAttachment.attach(
                job.fromSource(
                                new DataGeneratorSource<RowData>(
                                        number ->
                                                GenericRowData.of(
                                                        firstId + number,
                                                        StringData.fromString("row " + number)),
                                        rows,
                                        RateLimiterStrategy.perSecond(perSecond),
                                        InternalTypeInfo.of(ROW_TYPE)),
                                WatermarkStrategy.noWatermarks(),
                                "rows")
                        .setParallelism(1)
                        .uid("rows")
                        .rebalance(),
                new SinkTarget(kind, ROW_TYPE, uri, table));
        return job;
    }

    @ParameterizedTest
    @EnumSource(SinkKind.class)
    void anEpochWithoutRowsLeavesTheServerAlone(SinkKind kind) throws Exception {
        String table = createTable(kind, "empty");
        List<String> begun = new CopyOnWriteArrayList<>();
        try (PostgresFaultProxy proxy = new PostgresFaultProxy(server)) {
            proxy.listen(
                    event -> {
                        if (event.kind() == WireEvent.Kind.STATEMENT && beginsAnEpoch(event)) {
                            begun.add(event.sql());
                        }
                        return WireEvent.Verdict.FORWARD;
                    });
            // One row a second, ten checkpoints for each.
            int rows = 3;
            JobID id =
                    cluster.submit(
                            job(kind, server.uri(proxy.port(), "postgres"), table, 0, rows, 1));
            cluster.awaitStatus(id, TIMEOUT, Set.of(JobStatus.FINISHED));
            assertThat(cluster.completedCheckpoints(id)).isGreaterThan(2L * rows);
            assertThat(begun).isNotEmpty().hasSizeLessThanOrEqualTo(rows);
            assertThat(server.queryLong("SELECT count(*) FROM " + table)).isEqualTo(rows);
        }
    }

    private static boolean beginsAnEpoch(WireEvent event) {
        return event.isStatement("PREPARE TRANSACTION")
                || (event.isStatement("CREATE TABLE") && !event.sql().contains("laminar_sink_"));
    }

    @ParameterizedTest
    @EnumSource(SinkKind.class)
    void aSecondJobWithTheSameSinkIdWaitsForTheFirstAndHarmsNone(SinkKind kind) throws Exception {
        String table = createTable(kind, "second");
        int rows = 1500;
        JobID first = cluster.submit(job(kind, server.uri(), table, 0, rows, 1000));
        await().atMost(TIMEOUT).until(() -> server.queryLong("SELECT count(*) FROM " + table) > 0);
        JobID second = cluster.submit(job(kind, server.uri(), table, 1_000_000, rows, 1000));

        cluster.awaitStatus(first, TIMEOUT, Set.of(JobStatus.FINISHED));
        assertThat(server.queryLong("SELECT count(*) FROM " + table + " WHERE id < 1000000"))
                .isEqualTo(rows);
        cluster.awaitStatus(second, TIMEOUT, Set.of(JobStatus.FINISHED));
        assertThat(server.queryLong("SELECT count(*) FROM " + table)).isEqualTo(2L * rows);
        assertThat(cluster.lastRestart(first)).isZero();
    }
}
