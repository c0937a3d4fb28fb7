// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalInt;
import org.apache.flink.annotation.Internal;
import org.postgresql.PGConnection;

/**
 * A connection with the settings that the sink relies on.
 *
 * <p>Guarantee: in a transaction between {@link #begin()} and {@link #commit()}, a commit that is
 * reported is on disk, a statement ends after {@code statement_timeout}, and a client that falls
 * silent is rolled back after 30 s; no other time-out ends a session or a transaction, whatever
 * server, role and database have set.
 *
 * <p>A direct session gets these settings once. Behind a pool of connections (PgBouncer) the next
 * transaction may run in another session of the server, and a setting would stay behind for a
 * client that is not us: there each transaction gets them for itself, and nothing else may rely on
 * the session either: no temporary table, no prepared statement, no process id.
 *
 * <p>Not thread-safe but for {@link #abort()}. Who opened it closes it, and with it the connection.
 */
@Internal
public final class PostgresSession implements AutoCloseable {

    /**
     * A client whose machine is gone is noticed within 20 s, so that its locks don't outlive it for
     * hours; one that is frozen amid a transaction loses it after 30 s. Settings that this version
     * of the server does not have are left out. Behind a pool the first condition is false: there
     * our process id is one that the pool made up.
     */
    private static final String SETTINGS =
            """
            SELECT set_config(s.name, s.value, ?)
            FROM (VALUES ('application_name', ?), ('statement_timeout', ?), ('synchronous_commit', 'on'),
                         ('idle_in_transaction_session_timeout', '30s'), ('idle_session_timeout', '0'),
                         ('transaction_timeout', '0'), ('lock_timeout', '0'),
                         ('tcp_keepalives_idle', '5'), ('tcp_keepalives_interval', '5'),
                         ('tcp_keepalives_count', '3'), ('tcp_user_timeout', '20000')) AS s (name, value)
            JOIN pg_settings USING (name)
            WHERE ? OR pg_backend_pid() = ?""";

    private final Connection connection;
    private final String applicationName;
    private final String statementMillis;
    private final int claimedPid;
    private final boolean isPooled;

    PostgresSession(Connection connection, String applicationName, Duration statementTimeout)
            throws SQLException {
        this.connection = connection;
        this.applicationName = applicationName;
        this.statementMillis = Long.toString(statementTimeout.toMillis());
        this.claimedPid = connection.unwrap(PGConnection.class).getBackendPID();
        this.isPooled = !configure(/* isLocal= */ false);
    }

    /** Whether a pool of connections is between us and the server. */
    public boolean isPooled() {
        return isPooled;
    }

    /** For statements; its transactions are begun and ended here. */
    public Connection connection() {
        return connection;
    }

    /** The server's process, as {@code pg_stat_activity} shows it; none behind a pool. */
    public OptionalInt backendPid() {
        return isPooled ? OptionalInt.empty() : OptionalInt.of(claimedPid);
    }

    /** Starts a transaction. */
    public void begin() throws SQLException {
        connection.setAutoCommit(false);
        if (isPooled) {
            configure(/* isLocal= */ true);
        }
    }

    /** Ends the transaction; on return it is on the server's disk. */
    public void commit() throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** Gives the transaction up. */
    public void rollback() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    private boolean configure(boolean isLocal) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SETTINGS)) {
            statement.setBoolean(1, isLocal);
            statement.setString(2, applicationName);
            statement.setString(3, statementMillis);
            statement.setBoolean(4, isLocal);
            statement.setInt(5, claimedPid);
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    /** Breaks off what runs, and closes the connection; from any thread. */
    public void abort() throws SQLException {
        connection.abort(Runnable::run);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
