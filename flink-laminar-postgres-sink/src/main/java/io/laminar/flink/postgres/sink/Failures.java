// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.ConnectionErrors;
import io.laminar.flink.postgres.catalog.ServerSettings;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;

/** Turns what the driver throws into what Flink and its users can use. */
final class Failures {

    private Failures() {}

    /** A failure on the way to the first row. */
    static IOException opening(PostgresSinkConfig config, SQLException e) {
        String state = state(e);
        String server = config.connection().displayName();
        if (e instanceof SQLNonTransientConnectionException) {
            return new IOException(e.getMessage(), e);
        }
        if (ServerSettings.isRefusal(e)) {
            return new IOException(
                    ConnectionErrors.refused(server, String.valueOf(e.getMessage()), state), e);
        }
        return new IOException(
                String.format(
                        "The sink can't start on %s: %s (SQLSTATE %s).",
                        server, e.getMessage(), state),
                e);
    }

    /** A failure while rows are written: the job fails over, and writes them again. */
    static IOException writing(SQLException e) {
        return withHint(
                String.format(
                        "Writing to PostgreSQL failed: %s (SQLSTATE %s).",
                        e.getMessage(), state(e)),
                e);
    }

    /** A failure to make an epoch visible, for good: its rows wait until the job is restored. */
    static IOException committing(String name, int attempts, SQLException e) {
        return withHint(CommitErrors.commitFailed(name, attempts, e.getMessage(), state(e)), e);
    }

    private static IOException withHint(String message, SQLException e) {
        return new IOException(
                SqlStates.isCancelled(e) ? SinkErrors.statementCancelled(message) : message, e);
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "unknown" : e.getSQLState();
    }
}
