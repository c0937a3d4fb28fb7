// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.sdk.postgres.TableName;
import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.testing.PgBouncerServer;
import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwoPhaseObstaclesITCase {

    private static final TableName TABLE = new TableName("obstacles", "target");

    private final PostgresServer server;

    TwoPhaseObstaclesITCase() throws IOException {
        server = PostgresServer.shared();
    }

    @BeforeEach
    void createTable() throws Exception {
        server.execute(
                "DROP SCHEMA IF EXISTS obstacles CASCADE; CREATE SCHEMA obstacles; CREATE TABLE"
                        + " obstacles.target (id int) PARTITION BY RANGE (id); CREATE TABLE"
                        + " obstacles.low PARTITION OF obstacles.target FOR VALUES FROM (0) TO (10)"
                        + " PARTITION BY RANGE (id); CREATE TABLE obstacles.lowest PARTITION OF"
                        + " obstacles.low FOR VALUES FROM (0) TO (5)");
    }

    @AfterEach
    void dropTable() throws Exception {
        server.execute("DROP SCHEMA obstacles CASCADE");
    }

    private List<String> findings() throws SQLException {
        return findings(TABLE, 32);
    }

    private List<String> findings(TableName table, int parallelism) throws SQLException {
        try (PostgresSession session =
                PostgresConnection.of(SecretText.of(server.uri())).openSession("test")) {
            return TwoPhaseObstacles.findings(session, table, parallelism);
        }
    }

    private void createTrigger(String when, String body) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE FUNCTION obstacles.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                            + body
                            + " RETURN NEW; END $$");
            statement.execute(
                    "CREATE TRIGGER watch "
                            + when
                            + " ON obstacles.lowest FOR EACH ROW EXECUTE FUNCTION obstacles.f()");
        }
    }

    private boolean canBePrepared() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO obstacles.target VALUES (1)");
            statement.execute("PREPARE TRANSACTION 'obstacle test'");
            connection.setAutoCommit(true);
            statement.execute("ROLLBACK PREPARED 'obstacle test'");
            return true;
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("0A000");
            return false;
        }
    }

    @Test
    void findsNoneWhereThereIsNone() throws Exception {
        assertThat(findings()).isEmpty();
        assertThat(canBePrepared()).isTrue();
    }

    @Test
    void needsTwoPreparedTransactionsASubtask() throws Exception {
        assertThat(findings(TABLE, 33))
                .containsExactly(
                        "'commit.strategy' = 'two-phase' needs max_prepared_transactions of 66 or"
                                + " more (2 x parallelism, and as many for every other such sink),"
                                + " but the server has 64. Raise it in postgresql.conf and restart"
                                + " the server, or set 'commit.strategy' = 'co-transactional'.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOTIFY news;",
                "PERFORM pg_notify('news', 'x');",
                "perform PG_NOTIFY ( 'news', 'x' );",
                "notify \"News\", 'x';"
            })
    void findsATriggerThatNotifies(String body) throws Exception {
        createTrigger("AFTER INSERT", body);
        assertThat(canBePrepared()).isFalse();
        assertThat(findings())
                .containsExactly(
                        "the trigger watch on obstacles.lowest notifies (NOTIFY or pg_notify), which"
                                + " no prepared transaction can do. Set 'commit.strategy' ="
                                + " 'co-transactional', or disable the trigger.");
        server.execute("ALTER TABLE obstacles.lowest DISABLE TRIGGER watch");
        assertThat(canBePrepared()).isTrue();
        assertThat(findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-- notify nobody\n", "/* NOTIFY\n news; */", "PERFORM 'notification';"})
    void takesATriggerThatOnlySpeaksOfIt(String body) throws Exception {
        createTrigger("AFTER INSERT", body);
        assertThat(canBePrepared()).isTrue();
        assertThat(findings()).isEmpty();
    }

    @Test
    void takesATriggerThatDoesNotFireOnInsert() throws Exception {
        createTrigger("AFTER UPDATE OR DELETE", "NOTIFY news;");
        assertThat(canBePrepared()).isTrue();
        assertThat(findings()).isEmpty();
    }

    /** Without a handler: it is enough for the catalog. */
    @Test
    void findsForeignPartitions() throws Exception {
        server.execute(
                "DROP FOREIGN DATA WRAPPER IF EXISTS far CASCADE; CREATE FOREIGN DATA WRAPPER far;"
                        + " CREATE SERVER away FOREIGN DATA WRAPPER far; CREATE FOREIGN TABLE"
                        + " obstacles.high PARTITION OF obstacles.low FOR VALUES FROM (5) TO (10)"
                        + " SERVER away");
        try {
            assertThat(findings())
                    .containsExactly(
                            "obstacles.high is a foreign table, which no prepared transaction can"
                                    + " write to. Set 'commit.strategy' = 'co-transactional'.");
        } finally {
            server.execute("DROP FOREIGN DATA WRAPPER far CASCADE");
        }
    }

    @Test
    void findsTemporaryTables() throws Exception {
        try (Connection owner = server.connect();
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE brief (id int)");
            try (ResultSet schema =
                    statement.executeQuery(
                            "SELECT relnamespace::regnamespace::text FROM pg_class WHERE relname ="
                                    + " 'brief'")) {
                schema.next();
                assertThat(findings(new TableName(schema.getString(1), "brief"), 1))
                        .containsExactly(
                                schema.getString(1)
                                        + ".brief is a temporary table, which no prepared"
                                        + " transaction can write to, and no other session. Set"
                                        + " 'table' to another one.");
            }
        }
    }

    @Test
    void findsAPool() throws Exception {
        try (PgBouncerServer pool = PgBouncerServer.start(server, /* sessions= */ 1);
                PostgresSession pooled =
                        PostgresConnection.of(SecretText.of(pool.uri())).openSession("test")) {
            assertThat(TwoPhaseObstacles.findings(pooled, TABLE, 1))
                    .containsExactly(
                            "'commit.strategy' = 'two-phase' needs a session of its own on the"
                                    + " server, but a pool of connections such as PgBouncer is in"
                                    + " between. Connect past it, or set 'commit.strategy' ="
                                    + " 'co-transactional'.");
        }
    }
}
