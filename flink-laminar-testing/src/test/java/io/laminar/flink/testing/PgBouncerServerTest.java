// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

final class PgBouncerServerTest {

    @Test
    void sharesFewSessionsOfTheServerAmongManyClients() throws Exception {
        try (PgBouncerServer pool = PgBouncerServer.start(PostgresServer.shared(), 2)) {
            List<Connection> clients = new ArrayList<>();
            Set<Integer> sessions = new HashSet<>();
            for (int client = 0; client < 10; client++) {
                Connection connection = DriverManager.getConnection(pool.jdbcUrl());
                clients.add(connection);
                sessions.add(session(connection));
            }
            assertThat(sessions).hasSizeLessThanOrEqualTo(2);
            assertThat(pool.log()).contains("process up");
            for (Connection connection : clients) {
                connection.close();
            }
        }
    }

    @Test
    void givesTheNextTransactionAnotherSessionWhileTheOldOneIsTaken() throws Exception {
        try (PgBouncerServer pool = PgBouncerServer.start(PostgresServer.shared(), 2);
                Connection first = DriverManager.getConnection(pool.jdbcUrl());
                Connection second = DriverManager.getConnection(pool.jdbcUrl())) {
            int before = session(first);
            // What the driver was told at its start is not a session of the server.
            assertThat(first.unwrap(PGConnection.class).getBackendPID()).isNotEqualTo(before);
            second.setAutoCommit(false);
            assertThat(session(second)).isEqualTo(before);
            assertThat(session(first)).isNotEqualTo(before);
            second.rollback();
        }
    }

    private static int session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT pg_backend_pid()")) {
            result.next();
            return result.getInt(1);
        }
    }
}
