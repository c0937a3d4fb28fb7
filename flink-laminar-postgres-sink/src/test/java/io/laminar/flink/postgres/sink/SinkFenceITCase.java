// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.postgres.catalog.PostgresConnection;
import io.laminar.flink.postgres.catalog.PostgresSession;
import io.laminar.flink.postgres.catalog.SessionName;
import io.laminar.flink.sdk.postgres.TableName;
import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinkFenceITCase {

    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private final String sinkId = "sink " + UUID.randomUUID();
    private final Ledger ledger = new Ledger(new TableName("public", "any"));
    private final List<PostgresSession> sessions = new ArrayList<>();
    private final PostgresServer server;

    SinkFenceITCase() throws IOException {
        server = PostgresServer.shared();
    }

    @BeforeEach
    void createLedgerAndTarget() throws Exception {
        ledger.createIfMissing(connect().connection());
        server.execute("CREATE TABLE IF NOT EXISTS fence_target (epoch bigint)");
        server.execute("TRUNCATE fence_target");
    }

    @AfterEach
    void closeSessions() throws SQLException {
        for (PostgresSession session : sessions) {
            session.close();
        }
        assertThat(prepared()).isEmpty();
    }

    private PostgresSession connect() throws SQLException {
        return connect(server.uri(), SessionName.of("fence test"));
    }

    private PostgresSession connect(String uri, SessionName name) throws SQLException {
        PostgresSession session = PostgresConnection.of(SecretText.of(uri)).openSession(name);
        sessions.add(session);
        return session;
    }

    private SinkOwner owner(int subtask, int parallelism) {
        return new SinkOwner(sinkId, "db.schema", subtask, parallelism, "job", "instance");
    }

    private SinkFence fence(SinkOwner owner, OptionalLong restored) {
        return new SinkFence(new TableName("public", "any"), owner, restored, PATIENCE);
    }

    private SinkFence fence(int subtask, int parallelism) {
        return fence(owner(subtask, parallelism), OptionalLong.empty());
    }

    private List<String> prepared() throws SQLException {
        return server
                .query(
                        "SELECT gid FROM pg_prepared_xacts WHERE gid LIKE 'laminar_db.schema-sink-%'")
                .stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    /** Writes and prepares one row as the writer does; the checkpoint is noted if it is known. */
    private EpochId prepare(
            Connection connection, SinkFence fence, int subtask, long run, OptionalLong checkpoint)
            throws SQLException {
        EpochId epoch = new EpochId("db.schema/" + sinkId, subtask, run, 1);
        connection.setAutoCommit(false);
        fence.check(connection, run);
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO fence_target VALUES (1)");
        }
        ledger.recordCommitted(connection, epoch);
        PreparedTransactions.prepare(connection, epoch);
        connection.setAutoCommit(true);
        if (checkpoint.isPresent()) {
            ledger.recordPrepared(connection, epoch, checkpoint.getAsLong());
        }
        return epoch;
    }

    @Test
    void countsRuns() throws Exception {
        for (long run = 1; run <= 3; run++) {
            PostgresSession connection = connect();
            assertThat(fence(0, 1).take(connection)).isEqualTo(run);
            connection.close();
        }
    }

    @Test
    void endsTheSessionOfItsOwnEarlierRunThatIsCutOff() throws Exception {
        PostgresSession cutOff = connect();
        SinkFence earlier = fence(0, 1);
        long run = earlier.take(cutOff);
        cutOff.begin();
        earlier.check(cutOff.connection(), run); // an open transaction that holds the lock for ever

        assertThat(fence(0, 1).take(connect())).isEqualTo(run + 1);
        assertThatThrownBy(() -> earlier.check(cutOff.connection(), run))
                .isInstanceOf(SQLException.class);
    }

    /** A lane that flushes holds the fence row, but is not the session that took it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?application_name=mine"})
    void endsEverySessionOfItsOwnEarlierRun(String parameter) throws Exception {
        SinkFence earlier = fence(0, 1);
        PostgresSession first = connect();
        long run = earlier.take(first);
        PostgresSession lane =
                connect(server.uri() + parameter, SinkOwner.sessionName(sinkId, 0, "instance"));
        lane.begin();
        earlier.check(lane.connection(), run);
        first.close();

        assertThat(fence(0, 1).take(connect())).isEqualTo(run + 1);
        assertThatThrownBy(() -> earlier.check(lane.connection(), run))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void anEarlierRunThatConnectsAnewIsFencedOffAndNotRestarted() throws Exception {
        SinkFence earlier = fence(0, 1);
        PostgresSession first = connect();
        long run = earlier.take(first);
        first.close();
        fence(0, 1).take(connect());
        assertThatThrownBy(() -> earlier.check(connect().connection(), run))
                .isInstanceOf(SuppressRestartsException.class)
                .rootCause()
                .hasMessage(
                        "A newer sink has taken over 'sink.id' = '%s' (subtask 0); this one must not"
                                + " write any more. If both were meant to run, give each its own"
                                + " 'sink.id'.",
                        sinkId);
    }

    @ParameterizedTest(name = "belongs to checkpoint {0}, restored from {1}")
    @CsvSource({"5,", "5, 4", ", 9", ","})
    void rollsBackWhatNoRestoredStateHolds(@Nullable Long checkpoint, @Nullable Long restored)
            throws Exception {
        PostgresSession connection = connect();
        SinkFence earlier = fence(0, 1);
        long run = earlier.take(connection);
        prepare(connection.connection(), earlier, 0, run, optional(checkpoint));
        connection.close();

        fence(owner(0, 1), optional(restored)).take(connect());
        assertThat(prepared()).isEmpty();
        assertThat(server.queryLong("SELECT count(*) FROM fence_target")).isZero();
        assertThat(
                        server.queryLong(
                                "SELECT count(*) FROM laminar_sink_prepared WHERE sink_id = 'db.schema/"
                                        + sinkId
                                        + "'"))
                .isZero();
    }

    @ParameterizedTest(name = "belongs to checkpoint 5, restored from {0}")
    @CsvSource({"5", "7"})
    void waitsForWhatTheRestoredStateHoldsAndNeverRollsItBack(long restored) throws Exception {
        PostgresSession connection = connect();
        SinkFence earlier = fence(0, 1);
        long run = earlier.take(connection);
        EpochId epoch = prepare(connection.connection(), earlier, 0, run, OptionalLong.of(5));
        connection.close();
        SinkFence successor = fence(owner(0, 1), OptionalLong.of(restored));
        PostgresSession next = connect();

        assertThatThrownBy(() -> successor.take(next))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "The sink '%s' can't start: rows of an earlier run wait on the server, and"
                                + " the restored state may hold them: %s. They are committed by the"
                                + " other subtasks of this job as a rule; if not, they come from"
                                + " another line of checkpoints: COMMIT PREPARED or ROLLBACK"
                                + " PREPARED each that is in pg_prepared_xacts, and DROP each that"
                                + " is a table.",
                        sinkId, epoch.transaction());
        PreparedTransactions.commit(connect().connection(), epoch);
        assertThat(successor.take(next)).isEqualTo(run + 1);
        assertThat(server.queryLong("SELECT count(*) FROM fence_target")).isEqualTo(1);
    }

    @Test
    void aNarrowerJobIsInChargeOfTheSubtasksThatAreNoMore() throws Exception {
        List<SinkFence> wide = new ArrayList<>();
        for (int subtask = 0; subtask < 4; subtask++) {
            PostgresSession connection = connect();
            SinkFence fence = fence(subtask, 4);
            long run = fence.take(connection);
            prepare(connection.connection(), fence, subtask, run, OptionalLong.empty());
            connection.close();
            wide.add(fence);
        }
        fence(1, 2).take(connect());
        assertThat(prepared()).hasSize(2).noneMatch(gid -> gid.matches(".*_[13]_1_1"));
        fence(0, 2).take(connect());
        assertThat(prepared()).isEmpty();
        assertThatThrownBy(() -> wide.get(3).check(connect().connection(), 1))
                .isInstanceOf(SuppressRestartsException.class);
    }

    @Test
    void doesNotDisturbASinkOfAnotherJobThatIsAlive() throws Exception {
        PostgresSession first = connect();
        SinkFence running = fence(0, 1);
        long run = running.take(first);
        EpochId epoch = prepare(first.connection(), running, 0, run, OptionalLong.of(1));

        assertThatThrownBy(
                        () ->
                                fence(
                                                new SinkOwner(
                                                        sinkId,
                                                        "db.schema",
                                                        0,
                                                        1,
                                                        "other job",
                                                        "other"),
                                                OptionalLong.empty())
                                        .take(connect()))
                .isInstanceOf(IOException.class)
                .hasMessageMatching(
                        "Another running sink has the 'sink\\.id' = '.*' on this database: job job,"
                                + " in the session with pid \\d+\\. Stop that job, or give each sink"
                                + " its own 'sink\\.id'; if the job is gone and its session only"
                                + " lingers, end it with SELECT pg_terminate_backend\\(\\d+\\)\\.");
        running.check(first.connection(), run);
        PreparedTransactions.commit(first.connection(), epoch);
    }

    /** A lane opens its session again after it was lost; the fence table knows the first only. */
    @Test
    void doesNotDisturbASinkOfAnotherJobThatHadToConnectAnew() throws Exception {
        PostgresSession first = connect();
        SinkFence running = fence(0, 1);
        long run = running.take(first);
        first.close();
        PostgresSession again = connect(server.uri(), SinkOwner.sessionName(sinkId, 0, "instance"));

        SinkOwner other = new SinkOwner(sinkId, "db.schema", 0, 1, "other job", "other");
        assertThatThrownBy(() -> fence(other, OptionalLong.empty()).take(connect()))
                .hasMessageContaining(
                        "job job, in the session with pid %d.", again.backendPid().orElseThrow());
        running.check(again.connection(), run);
    }

    /** It has no say any more: what it would remove may belong to its successor. */
    @Test
    void givesWayToARunThatBeganWhileItWaited() throws Exception {
        PostgresSession earlier = connect();
        long run = fence(0, 1).take(earlier);
        EpochId staged = new EpochId("db.schema/" + sinkId, 0, run, 1);
        ledger.recordPrepared(earlier.connection(), staged, 5);
        server.execute("CREATE TABLE " + staged.table() + " ()");
        earlier.close();
        PostgresSession waiting = connect();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Long> taken =
                    thread.submit(() -> fence(owner(0, 1), OptionalLong.of(5)).take(waiting));
            Awaitility.await()
                    .until(
                            () ->
                                    server.queryLong(
                                                    "SELECT count(*) FROM pg_stat_activity WHERE query"
                                                            + " LIKE '%starts_with(c.relname%' AND pid ="
                                                            + " "
                                                            + waiting.backendPid().orElseThrow())
                                            == 1);
            server.execute(
                    "UPDATE laminar_sink_fence SET run = run + 1 WHERE sink_id = '" + sinkId + "'");
            assertThatThrownBy(() -> taken.get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("A newer sink has taken over");
        } finally {
            thread.shutdownNow();
            server.execute("DROP TABLE " + staged.table());
        }
    }

    @Test
    void takesOverFromAnotherJobThatIsGone() throws Exception {
        PostgresSession first = connect();
        fence(0, 1).take(first);
        first.close();
        SinkOwner other = new SinkOwner(sinkId, "db.schema", 0, 1, "other job", "other");
        assertThat(fence(other, OptionalLong.empty()).take(connect())).isEqualTo(2);
    }

    @Test
    void twoSinksOfOneJobMayNotShareAnId() throws Exception {
        fence(0, 1).take(connect());
        SinkOwner second = new SinkOwner(sinkId, "db.schema", 0, 1, "job", "another instance");
        assertThatThrownBy(() -> fence(second, OptionalLong.empty()).take(connect()))
                .isInstanceOf(SuppressRestartsException.class)
                .rootCause()
                .hasMessage(
                        "Two INSERTs of this job share the 'sink.id' = '%s'. Give each its own:"
                                + " INSERT INTO t /*+ OPTIONS('sink.id'='another') */ SELECT ….",
                        sinkId);
    }

    @Test
    void leavesAloneWhatASinkOfTheSameNameHasInAnotherSchema() throws Exception {
        PostgresSession session = connect();
        SinkOwner elsewhere = new SinkOwner(sinkId, "db.other", 0, 1, "job", "instance");
        EpochId theirs = new EpochId(elsewhere.qualifiedSinkId(), 0, 1, 1);
        session.begin();
        try (Statement statement = session.connection().createStatement()) {
            statement.execute("INSERT INTO fence_target VALUES (1)");
        }
        PreparedTransactions.prepare(session.connection(), theirs);
        session.connection().setAutoCommit(true);

        fence(0, 1).take(connect());
        PreparedTransactions.commit(session.connection(), theirs);
        assertThat(server.queryLong("SELECT count(*) FROM fence_target")).isEqualTo(1);
    }

    /** They tell a job that is restored from an older checkpoint what it will repeat. */
    @Test
    void keepsTheNoteOnACommittedCheckpointAcrossRuns() throws Exception {
        PostgresSession session = connect();
        SinkFence fence = fence(0, 1);
        long run = fence.take(session);
        EpochId epoch = prepare(session.connection(), fence, 0, run, OptionalLong.of(5));
        PreparedTransactions.commit(session.connection(), epoch);
        for (int start = 0; start < 2; start++) {
            session.close();
            session = connect();
            fence(owner(0, 1), OptionalLong.of(5)).take(session);
        }
        assertThat(ledger.committedAfter(session.connection(), epoch.sinkId(), 0, 4)).hasValue(5);
        assertThat(ledger.committedAfter(session.connection(), epoch.sinkId(), 0, 5)).isEmpty();
    }

    @Test
    void saysWhatHoldsItUpIfATransactionDoesNotEnd() throws Exception {
        fence(0, 1).take(connect());
        PostgresSession foreign = connect();
        foreign.begin();
        try (Statement statement = foreign.connection().createStatement()) {
            statement.execute(
                    "SELECT FROM laminar_sink_fence WHERE sink_id = '" + sinkId + "' FOR SHARE");
        }
        assertThatThrownBy(() -> fence(0, 1).take(connect()))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "The sink '%s' can't start: a transaction of an earlier run still holds its"
                                + " row of \"public\".\"laminar_sink_fence\". Look for its session"
                                + " among those that pg_blocking_pids() or pg_stat_activity shows"
                                + " ('flink-laminar …', idle in transaction), and end it with SELECT"
                                + " pg_terminate_backend(pid).",
                        sinkId);
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
