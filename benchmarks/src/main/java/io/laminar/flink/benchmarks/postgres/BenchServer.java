// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;

/** A server of the benchmark's own, set up as one that is meant for writing. */
final class BenchServer implements AutoCloseable {

    /**
     * Commits are durable. The server's own background work is put off until after a run, where
     * {@code VACUUM} and {@code CHECKPOINT} are asked for, so that it does not hit one variant and
     * spare the next.
     */
    static final Map<String, String> SETTINGS =
            Map.of(
                    "shared_buffers", "1GB",
                    "max_wal_size", "16GB",
                    "checkpoint_timeout", "1h",
                    "autovacuum", "off",
                    "wal_level", "replica",
                    "fsync", "on",
                    "synchronous_commit", "on");

    private final PostgresServer server;

    private BenchServer(PostgresServer server) {
        this.server = server;
    }

    static BenchServer start() throws IOException {
        return new BenchServer(PostgresServer.start(SETTINGS));
    }

    String uri() {
        return server.uri();
    }

    String jdbcUrl() {
        return server.jdbcUrl();
    }

    Connection connect() throws SQLException {
        Connection connection = new Driver().connect(jdbcUrl(), new Properties());
        if (connection == null) {
            throw new SQLException("The PostgreSQL driver refuses " + jdbcUrl());
        }
        return connection;
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    long queryLong(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
