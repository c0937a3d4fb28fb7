// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresConnection;
import io.laminar.flink.postgres.catalog.PostgresSession;
import io.laminar.flink.postgres.catalog.SessionName;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import org.apache.flink.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of a writer, opened when it is needed and again after it was lost.
 *
 * <p>Threads: used by one at a time, which hands it over; {@link #abort()} from any.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final PostgresConnection connection;
    private final SessionName name;
    private final SessionSetup setup;
    private volatile @Nullable PostgresSession session;
    private volatile boolean isClosed;

    /** What a new session needs before its first transaction. */
    @FunctionalInterface
    interface SessionSetup {
        void run(PostgresSession session) throws SQLException;
    }

    Lane(PostgresConnection connection, SessionName name, SessionSetup setup) {
        this.connection = connection;
        this.name = name;
        this.setup = setup;
    }

    PostgresSession session() throws SQLException {
        PostgresSession open = session;
        if (open == null) {
            open = connection.openSession(name);
            session = open;
            if (isClosed) {
                // Meanwhile; who closed it saw no session.
                closeSession();
                throw new SQLNonTransientConnectionException("The sink is closed.", "08003");
            }
            setup.run(open);
        }
        return open;
    }

    /** Ends the transaction that failed; if that fails too, the session is given up. */
    void rollback() {
        PostgresSession open = session;
        if (open == null) {
            return;
        }
        try {
            open.rollback();
        } catch (SQLException e) {
            // What is wrong is known already, and is the cause of this.
            closeSession();
        }
    }

    /** Closes the session for good; the server rolls back what is not committed or prepared. */
    void close() {
        isClosed = true;
        closeSession();
    }

    private void closeSession() {
        IOUtils.closeQuietly(session);
        session = null;
    }

    /** Breaks off what runs on the session, for good. */
    void abort() {
        isClosed = true;
        PostgresSession open = session;
        if (open != null) {
            try {
                open.abort();
            } catch (SQLException e) {
                LOG.warn("A session can't be broken off; it ends with its statement.", e);
            }
        }
    }
}
