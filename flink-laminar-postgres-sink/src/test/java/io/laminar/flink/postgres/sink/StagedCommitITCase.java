// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.postgres.catalog.PostgresConnection;
import io.laminar.flink.postgres.catalog.SchemaChanges;
import io.laminar.flink.postgres.option.CommitStrategy;
import io.laminar.flink.postgres.option.ErrorPolicy;
import io.laminar.flink.postgres.sink.PostgresCommittable.Kind;
import io.laminar.flink.sdk.postgres.TableName;
import io.laminar.flink.sdk.retry.RetryPolicy;
import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.testing.PostgresFaultProxy;
import io.laminar.flink.testing.PostgresServer;
import io.laminar.flink.testing.WireEvent;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The committer, with epochs that wait in staging tables. */
class StagedCommitITCase {

    private static final TableName TARGET = new TableName("public", "staged_target");
    private static final List<String> KEY = List.of("id");

    private final String sinkId = UUID.randomUUID().toString();
    private final Ledger ledger = new Ledger(TARGET);
    private final StagingTables stages = new StagingTables(TARGET);
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final PostgresServer server;

    StagedCommitITCase() throws IOException {
        server = PostgresServer.shared();
    }

    @BeforeEach
    void createTables() throws Exception {
        try (Connection connection = server.connect()) {
            ledger.createIfMissing(connection);
        }
        server.execute(
                "DROP TABLE IF EXISTS staged_target; CREATE TABLE staged_target (id int PRIMARY KEY,"
                        + " v int CHECK (v >= 0))");
    }

    private PostgresCommitter committer(ErrorPolicy onError) {
        return committer(server.uri(), onError);
    }

    private PostgresCommitter committer(String uri, ErrorPolicy onError) {
        PostgresSinkConfig config =
                new PostgresSinkConfig(
                        PostgresConnection.of(SecretText.of(uri)),
                        TARGET,
                        RowType.of(
                                new LogicalType[] {new IntType(), new IntType()},
                                new String[] {"id", "v"}),
                        SchemaChanges.NONE,
                        PostgresSinkConfig.Writing.append(),
                        new PostgresSinkConfig.Flushing(1, Duration.ZERO, 1),
                        new PostgresSinkConfig.Committing(CommitStrategy.AUTO, sinkId),
                        RetryPolicy.of(3, Duration.ofMillis(1), Duration.ofMillis(1)),
                        onError);
        UnregisteredMetricsGroup metrics =
                new UnregisteredMetricsGroup() {
                    @Override
                    public Counter counter(String name) {
                        return counters.computeIfAbsent(name, key -> new SimpleCounter());
                    }
                };
        return new PostgresCommitter(config, new CommitMetrics(metrics));
    }

    private long counted(String name) {
        return Objects.requireNonNull(counters.get(name), name).getCount();
    }

    /** Stages rows of a query as the writer does. */
    private PostgresCommittable stage(long epoch, List<String> key, String query)
            throws SQLException {
        EpochId id = new EpochId(sinkId, 0, 1, epoch);
        StagingSql sql =
                new StagingSql(TARGET, key, key.isEmpty() ? List.of("id", "v") : List.of("v"));
        String stage = stages.tableOf(id).sql();
        server.execute("CREATE TABLE " + stage + " AS " + sql.columnsOfTarget(Map.of()));
        server.execute("INSERT INTO " + stage + " " + query);
        try (Connection connection = server.connect()) {
            ledger.recordPrepared(connection, id, epoch);
        }
        return new PostgresCommittable(id, Kind.STAGED, key);
    }

    private PostgresCommittable stageRow(long epoch) throws SQLException {
        return stage(epoch, List.of(), "VALUES (" + epoch + ", 0)");
    }

    private List<List<Object>> target() throws SQLException {
        return server.query("SELECT id, v FROM staged_target ORDER BY id").stream()
                .map(List::copyOf)
                .toList();
    }

    private List<String> stagesOnTheServer() throws SQLException {
        try (Connection connection = server.connect()) {
            return stages.names(connection, EpochId.tablePrefix(sinkId, 0));
        }
    }

    private boolean commit(ErrorPolicy onError, PostgresCommittable committable) throws Exception {
        return commit(committer(onError), committable);
    }

    private static boolean commit(PostgresCommitter committer, PostgresCommittable committable)
            throws Exception {
        CommitterRequest request = new CommitterRequest(committable);
        try (committer) {
            committer.commit(List.of(request));
        }
        return !request.wasCommittedBefore();
    }

    @Test
    void commitsOnceHoweverOftenItIsAsked() throws Exception {
        PostgresCommittable committable = stageRow(1);
        assertThat(commit(ErrorPolicy.FAIL, committable)).isTrue();
        assertThat(commit(ErrorPolicy.FAIL, committable)).isFalse();
        assertThat(target()).containsExactly(List.of(1, 0));
        assertThat(stagesOnTheServer()).isEmpty();
    }

    @Test
    void keepsOneLineARunInItsBook() throws Exception {
        for (int epoch = 1; epoch <= 4; epoch++) {
            commit(ErrorPolicy.FAIL, stageRow(epoch));
        }
        for (String book : List.of("laminar_sink_committed", "laminar_sink_prepared")) {
            assertThat(
                            server.query(
                                    "SELECT epoch FROM "
                                            + book
                                            + " WHERE sink_id = '"
                                            + sinkId
                                            + "'"))
                    .as(book)
                    .containsExactly(List.of(4L));
        }
        EpochId old = new EpochId(sinkId, 0, 1, 2);
        assertThat(commit(ErrorPolicy.FAIL, new PostgresCommittable(old, Kind.STAGED, List.of())))
                .as("the second is committed now")
                .isFalse();
        assertThat(target()).hasSize(4);
    }

    @Test
    void failsLoudlyWhenAStagingTableIsLost() throws Exception {
        PostgresCommittable committable = stageRow(1);
        try (Connection connection = server.connect()) {
            stages.drop(connection, committable.id());
        }
        assertThatThrownBy(() -> commit(ErrorPolicy.FAIL, committable))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "The staging table '%s' of a completed checkpoint is not on the server, and"
                                + " was never committed. Somebody removed it, or the server was"
                                + " restored from a backup: then its rows are lost there, and come"
                                + " again if this job is restored from an earlier checkpoint. Or the"
                                + " job had gone on from an earlier checkpoint, or without state,"
                                + " since this one was taken: then restore its newest one.",
                        committable.id().table());
        assertThat(counted("retries")).isZero();
    }

    @Test
    void theLaterEpochOfASubtaskWins() throws Exception {
        PostgresCommittable first = stage(1, KEY, "VALUES (1, 1, 10), (2, 2, 20), (3, 3, 30)");
        PostgresCommittable second = stage(2, KEY, "VALUES (4, 1, 11), (-5, 2, 0), (6, 4, 40)");
        try (PostgresCommitter committer = committer(ErrorPolicy.FAIL)) {
            committer.commit(List.of(new CommitterRequest(first), new CommitterRequest(second)));
        }
        assertThat(target()).containsExactly(List.of(1, 11), List.of(3, 30), List.of(4, 40));
    }

    @Test
    void theLastChangeOfAKeyWinsWithinAnEpoch() throws Exception {
        commit(
                ErrorPolicy.FAIL,
                stage(
                        1,
                        KEY,
                        "VALUES (3, 1, 30), (1, 1, 10), (2, 2, 20), (-4, 2, 0), (-5, 1, 0),"
                                + " (6, 1, 60)"));
        assertThat(target()).containsExactly(List.of(1, 60));
    }

    /** Rows on many pages, and refused ones on the first, on the last and in between. */
    @Test
    void leavesOutRefusedRowsAndCountsThem() throws Exception {
        assertThat(
                        commit(
                                ErrorPolicy.SKIP,
                                stage(
                                        1,
                                        List.of(),
                                        "SELECT id, CASE WHEN id IN (1, 2, 1000, 3000) THEN -1 ELSE"
                                                + " 0 END FROM generate_series(1, 3000) id")))
                .isTrue();
        assertThat(server.queryLong("SELECT count(*) FROM staged_target")).isEqualTo(2996);
        assertThat(counted("refusedRows")).isEqualTo(4);
    }

    @Test
    void saysWhatTheServerRefusedAndTriesThatOnce() throws Exception {
        PostgresCommittable committable = stage(1, List.of(), "VALUES (1, 0), (2, -1)");
        assertThatThrownBy(() -> commit(ErrorPolicy.FAIL, committable))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "'%s' could not be committed (attempts: 1): ERROR: new row for"
                                + " relation \"staged_target\" violates check constraint",
                        committable.id().table())
                .hasMessageEndingWith(
                        " (SQLSTATE 23514). Its rows wait on the server, and are committed when the"
                                + " job is restored.");
        assertThat(target()).isEmpty();
        assertThat(stagesOnTheServer()).containsExactly(committable.id().table());
    }

    /** With COMMIT PREPARED the same code says that another session is at it. */
    @Test
    void triesOnceWhatAnObjectIsInTheWrongStateFor() throws Exception {
        refuseInserts("55000");
        assertThatThrownBy(() -> commit(ErrorPolicy.FAIL, stageRow(1)))
                .hasMessageContaining("could not be committed (attempts: 1): ERROR: not now");
    }

    /** Among them a row that is void, and one whose value another has to give up first. */
    @Test
    void leavesOutRefusedChangesWhereverTheyLie() throws Exception {
        server.execute(
                "ALTER TABLE staged_target ADD UNIQUE (v); INSERT INTO staged_target VALUES (3000,"
                        + " 7000), (1, 1)");
        PostgresCommittable committable =
                stage(
                        1,
                        KEY,
                        "SELECT n, n, n FROM generate_series(1, 2500) n WHERE n <> 700 UNION ALL"
                                + " VALUES (700, 700, -1), (5001, 900, -1), (5002, 900, 900),"
                                + " (5003, 4000, 7000), (-5004, 3000, 0), (5005, 4001, -1)");
        assertThat(commit(ErrorPolicy.SKIP, committable)).isTrue();
        assertThat(server.queryLong("SELECT count(*) FROM staged_target")).isEqualTo(2500);
        assertThat(
                        server.query(
                                "SELECT id FROM staged_target WHERE v <> id OR id IN (700, 3000,"
                                        + " 4001)"))
                .containsExactly(List.of(4000));
        assertThat(counted("refusedRows")).isEqualTo(2);
    }

    private void refuseInserts(String sqlState) throws SQLException {
        server.execute(
                "CREATE OR REPLACE FUNCTION not_now() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " RAISE EXCEPTION 'not now' USING ERRCODE = '"
                        + sqlState
                        + "'; END $$; CREATE TRIGGER not_now BEFORE INSERT ON staged_target EXECUTE"
                        + " FUNCTION not_now()");
    }

    @Test
    void givesUpAfterItsAttemptsAndLeavesTheRowsWhereTheyAre() throws Exception {
        refuseInserts("40001");
        PostgresCommittable committable = stageRow(1);
        assertThatThrownBy(() -> commit(ErrorPolicy.FAIL, committable))
                .hasMessageContaining("could not be committed (attempts: 3): ERROR: not now")
                .hasMessageContaining("(SQLSTATE 40001).");
        assertThat(counted("retries")).isEqualTo(2);
        server.execute("DROP TRIGGER not_now ON staged_target");
        assertThat(commit(ErrorPolicy.FAIL, committable)).isTrue();
        assertThat(target()).containsExactly(List.of(1, 0));
    }

    @Test
    void ofTwoCommittersAtOnceOneCommits() throws Exception {
        PostgresCommittable committable = stageRow(1);
        String stage = stages.tableOf(committable.id()).sql();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Connection other = server.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("LOCK TABLE " + stage + " IN ACCESS SHARE MODE");
            Future<Boolean> one = threads.submit(() -> commit(ErrorPolicy.FAIL, committable));
            Future<Boolean> two = threads.submit(() -> commit(ErrorPolicy.FAIL, committable));
            Awaitility.await()
                    .until(
                            () ->
                                    server.queryLong(
                                                    "SELECT count(*) FROM pg_locks WHERE NOT granted"
                                                            + " AND relation = '"
                                                            + stage
                                                            + "'::regclass")
                                            == 2);
            other.rollback();
            assertThat(List.of(one.get(30, TimeUnit.SECONDS), two.get(30, TimeUnit.SECONDS)))
                    .containsExactlyInAnyOrder(true, false);
        } finally {
            threads.shutdownNow();
        }
        assertThat(target()).containsExactly(List.of(1, 0));
    }

    /** A process that is frozen keeps its connections. */
    @Test
    void isNotHeldUpByACommitterThatFroze() throws Exception {
        PostgresCommittable committable = stageRow(1);
        CountDownLatch frozen = new CountDownLatch(1);
        CompletableFuture<WireEvent.Verdict> awake = new CompletableFuture<>();
        ExecutorService threads = Executors.newFixedThreadPool(1);
        try (PostgresFaultProxy proxy = new PostgresFaultProxy(server)) {
            proxy.listen(
                    event -> {
                        if (event.kind() == WireEvent.Kind.STATEMENT_DONE
                                && event.isStatement("LOCK TABLE")) {
                            frozen.countDown();
                            return awake.join();
                        }
                        return WireEvent.Verdict.FORWARD;
                    });
            PostgresCommitter first =
                    committer(server.uri(proxy.port(), "postgres"), ErrorPolicy.FAIL);
            Future<Boolean> late = threads.submit(() -> commit(first, committable));
            assertThat(frozen.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(commit(ErrorPolicy.FAIL, committable)).isTrue();
            awake.complete(WireEvent.Verdict.FORWARD);
            assertThat(late.get(30, TimeUnit.SECONDS)).as("the one that woke up").isFalse();
        } finally {
            awake.complete(WireEvent.Verdict.FORWARD);
            threads.shutdownNow();
        }
        assertThat(target()).containsExactly(List.of(1, 0));
    }
}
