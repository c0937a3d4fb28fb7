// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

final class PostgresFaultProxyTest {

    private PostgresServer server;
    private PostgresFaultProxy proxy;

    @BeforeEach
    void start() throws Exception {
        server = PostgresServer.shared();
        server.execute("DROP TABLE IF EXISTS proxied; CREATE TABLE proxied (id int)");
        proxy = new PostgresFaultProxy(server);
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(proxy.port()));
    }

    private long rows() throws SQLException {
        return server.queryLong("SELECT count(*) FROM proxied");
    }

    private void cutAt(WireEvent.Kind kind, String sql, WireEvent.Verdict verdict) {
        proxy.listen(
                event ->
                        event.kind() == kind && event.isStatement(sql)
                                ? verdict
                                : WireEvent.Verdict.FORWARD);
    }

    @Test
    void losesAStatementThatItCutsBefore() throws Exception {
        cutAt(WireEvent.Kind.STATEMENT, "INSERT", WireEvent.Verdict.CUT);
        assertInsertFails();
        assertThat(rows()).isZero();
    }

    @Test
    void losesOnlyTheReplyOfAStatementThatItCutsAfter() throws Exception {
        cutAt(WireEvent.Kind.STATEMENT_DONE, "INSERT", WireEvent.Verdict.CUT);
        assertInsertFails();
        assertThat(rows()).isEqualTo(1);
    }

    private void assertInsertFails() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("INSERT INTO proxied VALUES (1)"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void reportsTheEndOfAConnectionThatItCuts() throws Exception {
        BlockingQueue<Long> closed = new LinkedBlockingQueue<>();
        List<Long> cut = new CopyOnWriteArrayList<>();
        proxy.listen(
                new WireEvent.Listener() {
                    @Override
                    public WireEvent.Verdict onEvent(WireEvent event) {
                        if (event.isStatement("INSERT")) {
                            cut.add(event.connection());
                            return WireEvent.Verdict.CUT;
                        }
                        return WireEvent.Verdict.FORWARD;
                    }

                    @Override
                    public void onClosed(long connection) {
                        closed.add(connection);
                    }
                });
        assertInsertFails();
        assertThat(closed.poll(10, TimeUnit.SECONDS)).isEqualTo(cut.get(0));
    }

    @Test
    void reportsTheStepsOfACopyWithItsStatement() throws Exception {
        List<WireEvent> events = new CopyOnWriteArrayList<>();
        proxy.listen(
                event -> {
                    events.add(event);
                    return WireEvent.Verdict.FORWARD;
                });
        copy();
        assertThat(rows()).isEqualTo(2);
        assertThat(events)
                .filteredOn(event -> event.isStatement("COPY proxied"))
                .extracting(WireEvent::kind)
                .containsExactly(
                        WireEvent.Kind.STATEMENT,
                        WireEvent.Kind.COPY_DATA,
                        WireEvent.Kind.COPY_DONE,
                        WireEvent.Kind.STATEMENT_DONE);
    }

    @Test
    void reportsBeginAndCommitOfTheDriverOneByOne() throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            proxy.listen(
                    event -> {
                        events.add(event.kind() + " " + event.sql());
                        return WireEvent.Verdict.FORWARD;
                    });
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY proxied FROM STDIN",
                            new ByteArrayInputStream("1\n".getBytes(StandardCharsets.UTF_8)));
            statement.execute("INSERT INTO proxied VALUES (2)");
            connection.commit();
        }
        assertThat(events)
                .containsSubsequence(
                        "STATEMENT BEGIN",
                        "STATEMENT COPY proxied FROM STDIN",
                        "STATEMENT_DONE COPY proxied FROM STDIN",
                        "STATEMENT INSERT INTO proxied VALUES (2)",
                        "STATEMENT_DONE INSERT INTO proxied VALUES (2)",
                        "STATEMENT COMMIT",
                        "STATEMENT_DONE COMMIT");
        assertThat(events).containsOnlyOnce("STATEMENT COMMIT");
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void cutsAmidTheRowsOfACopy() throws Exception {
        cutAt(WireEvent.Kind.COPY_DATA, "COPY", WireEvent.Verdict.CUT_HALFWAY);
        assertThatThrownBy(this::copy).isInstanceOf(SQLException.class);
        assertThat(rows()).isZero();
    }

    private void copy() throws Exception {
        try (Connection connection = connect()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY proxied FROM STDIN",
                            new ByteArrayInputStream("1\n2\n".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void seesAStatementThatTheDriverHasPreparedByName() throws Exception {
        List<String> statements = new CopyOnWriteArrayList<>();
        proxy.listen(
                event -> {
                    if (event.kind() == WireEvent.Kind.STATEMENT) {
                        statements.add(event.sql());
                    }
                    return WireEvent.Verdict.FORWARD;
                });
        try (Connection connection = connect();
                var insert = connection.prepareStatement("INSERT INTO proxied VALUES (?)")) {
            for (int id = 0; id < 10; id++) {
                insert.setInt(1, id);
                insert.executeUpdate();
            }
        }
        assertThat(statements).filteredOn(sql -> sql.startsWith("INSERT")).hasSize(10);
    }

    @Test
    void cutsAndRefusesUntilItResumes() throws Exception {
        Connection open = connect();
        proxy.refuse();
        assertThatThrownBy(this::connect).isInstanceOf(SQLException.class);
        assertThat(open.isValid(5)).isTrue();
        proxy.cutAll();
        assertThat(open.isValid(5)).isFalse();
        proxy.resume();
        try (Connection again = connect()) {
            assertThat(again.isValid(5)).isTrue();
        }
    }

    @Test
    void holdsBytesBackWhileItStalls() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            proxy.stall();
            var executor = Executors.newSingleThreadExecutor();
            try {
                CompletableFuture<Void> insert =
                        CompletableFuture.runAsync(
                                () -> {
                                    try {
                                        statement.execute("INSERT INTO proxied VALUES (1)");
                                    } catch (SQLException e) {
                                        throw new IllegalStateException(e);
                                    }
                                },
                                executor);
                assertThat(rows()).isZero();
                assertThat(insert).isNotDone();
                proxy.resume();
                insert.get(30, TimeUnit.SECONDS);
            } finally {
                executor.shutdownNow();
            }
            assertThat(rows()).isEqualTo(1);
        }
    }
}
