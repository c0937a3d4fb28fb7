// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.testing.PgBouncerServer;
import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class PostgresSessionITCase {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final PostgresServer server;

    PostgresSessionITCase() throws IOException {
        server = PostgresServer.shared();
    }

    private static PostgresConnection to(String uri, Timeouts timeouts) {
        return new PostgresConnection(
                SecretText.of(uri),
                null,
                PostgresConnection.DEFAULT_PORT,
                null,
                null,
                null,
                TlsSettings.DEFAULTS,
                timeouts);
    }

    private PostgresSession open(Duration statementTimeout) throws SQLException {
        return to(server.uri(), new Timeouts(null, statementTimeout)).openSession("session test");
    }

    private static @Nullable String show(PostgresSession session, String setting)
            throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet result = statement.executeQuery("SHOW " + setting)) {
            result.next();
            return result.getString(1);
        }
    }

    @Test
    void aDirectSessionKeepsItsSettings() throws Exception {
        try (PostgresSession session = open(Duration.ofSeconds(7))) {
            assertThat(session.isPooled()).isFalse();
            assertThat(session.backendPid())
                    .hasValue(session.connection().unwrap(PGConnection.class).getBackendPID());
            assertThat(show(session, "statement_timeout")).isEqualTo("7s");
            assertThat(show(session, "synchronous_commit")).isEqualTo("on");
            assertThat(show(session, "idle_in_transaction_session_timeout")).isEqualTo("30s");
            assertThat(show(session, "tcp_user_timeout")).isEqualTo("20000");
            assertThat(show(session, "application_name")).isEqualTo("session test");
            session.begin();
            session.rollback();
            assertThat(show(session, "statement_timeout")).isEqualTo("7s");
        }
    }

    @Test
    void isCalledAsTheConnectionSays() throws Exception {
        try (PostgresSession session =
                to(server.uri() + "?application_name=mine", Timeouts.DEFAULTS)
                        .openSession("ours")) {
            assertThat(show(session, "application_name")).isEqualTo("mine");
        }
    }

    /** One session of the server for all: what stayed behind in it would be seen. */
    @Test
    void behindAPoolEachTransactionHasTheSettingsAndNothingStaysBehind() throws Exception {
        try (PgBouncerServer pool = PgBouncerServer.start(server, /* sessions= */ 1);
                PostgresSession session =
                        to(pool.uri(), new Timeouts(null, MINUTE)).openSession("pooled")) {
            assertThat(session.isPooled()).isTrue();
            assertThat(session.backendPid()).isEmpty();
            assertNothingStayedBehind(session);
            session.begin();
            assertThat(show(session, "statement_timeout")).isEqualTo("1min");
            assertThat(show(session, "application_name")).isEqualTo("pooled");
            session.commit();
            assertNothingStayedBehind(session);
            session.begin();
            assertThat(show(session, "statement_timeout")).isEqualTo("1min");
            session.rollback();
            assertNothingStayedBehind(session);
        }
    }

    private static void assertNothingStayedBehind(PostgresSession session) throws SQLException {
        assertThat(show(session, "statement_timeout")).isEqualTo("0");
        assertThat(show(session, "application_name")).isNotEqualTo("pooled");
        assertThat(show(session, "tcp_keepalives_idle")).isNotEqualTo("5");
    }

    @Test
    void commitsAndGivesUpTransactions() throws Exception {
        server.execute("DROP TABLE IF EXISTS session_rows; CREATE TABLE session_rows (id int)");
        try (PostgresSession session = open(MINUTE);
                Statement statement = session.connection().createStatement()) {
            session.begin();
            statement.execute("INSERT INTO session_rows VALUES (1)");
            session.commit();
            session.begin();
            statement.execute("INSERT INTO session_rows VALUES (2)");
            session.rollback();
            assertThat(session.connection().getAutoCommit()).isTrue();
        }
        assertThat(server.queryLong("SELECT sum(id) FROM session_rows")).isEqualTo(1);
    }

    @Test
    void theServerCancelsAStatementAfterItsTime() throws Exception {
        try (PostgresSession session = open(Duration.ofMillis(100));
                Statement statement = session.connection().createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        }
    }

    @Test
    void noTimeIsNoLimitWhateverTheServerHasSet() throws Exception {
        server.execute("ALTER ROLE postgres SET statement_timeout = 5000");
        try (PostgresSession session = open(Duration.ZERO)) {
            assertThat(show(session, "statement_timeout")).isEqualTo("0");
            assertThat(session.connection().getNetworkTimeout()).isZero();
        } finally {
            server.execute("ALTER ROLE postgres RESET ALL");
        }
    }

    @Test
    void aNetworkThatIsDeadIsNoticedAfterTheServerWouldHaveAnswered() throws Exception {
        try (PostgresSession session = open(MINUTE)) {
            assertThat(session.connection().getNetworkTimeout()).isEqualTo(75_000);
        }
    }

    @Test
    void preparesNothingInTheServer() throws Exception {
        try (PostgresSession session = open(MINUTE);
                var query = session.connection().prepareStatement("SELECT ?::int")) {
            for (int i = 0; i < 10; i++) {
                query.setInt(1, i);
                query.executeQuery().close();
            }
            try (Statement statement = session.connection().createStatement();
                    ResultSet names =
                            statement.executeQuery("SELECT name FROM pg_prepared_statements")) {
                assertThat(names.next()).isFalse();
            }
        }
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String uri = "postgresql://u:s3cret@127.0.0.1:" + silent.getLocalPort() + "/db";
            assertThatThrownBy(
                            () ->
                                    to(uri, new Timeouts(Duration.ofMillis(300), MINUTE))
                                            .openSession("test"))
                    .hasMessage(
                            "The server 127.0.0.1:%d/db does not answer within 'connect_timeout' ="
                                    + " '300 ms'. Mend host and port, or a firewall on the way; or"
                                    + " set the option higher.",
                            silent.getLocalPort());
            assertThatThrownBy(
                            () ->
                                    to(uri + "?connect_timeout=1", Timeouts.DEFAULTS)
                                            .openSession("test"))
                    .hasMessageContaining("within 'connect_timeout' = '1000 ms'");
        }
    }
}
