// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresSession;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

/**
 * Finds the rows that the server refuses by halving the batch until each is alone, and leaves them
 * out; the others are written.
 */
final class BisectingLoader implements RowLoader {

    private final RowLoader loader;
    private final RefusedRowLog refused;

    BisectingLoader(RowLoader loader, RefusedRowLog refused) {
        this.loader = loader;
        this.refused = refused;
    }

    @Override
    public int load(PostgresSession session, RowBatch batch, int from, int to, FlushJob.Turn turn)
            throws SQLException, IOException, InterruptedException {
        try (Statement statement = session.connection().createStatement()) {
            // Refused at the commit, a row could not be told from the others.
            statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
        }
        return bisect(session, batch, from, to, turn);
    }

    private int bisect(
            PostgresSession session, RowBatch batch, int from, int to, FlushJob.Turn turn)
            throws SQLException, IOException, InterruptedException {
        Savepoint before = session.connection().setSavepoint();
        try {
            int leftOut = loader.load(session, batch, from, to, turn);
            session.connection().releaseSavepoint(before);
            return leftOut;
        } catch (SQLException e) {
            if (!SqlStates.isRefusedRow(e)) {
                throw e;
            }
            session.connection().rollback(before);
            session.connection().releaseSavepoint(before);
            if (to - from == 1) {
                refused.log(e);
                return 1;
            }
        }
        int middle = (from + to) >>> 1;
        return bisect(session, batch, from, middle, turn)
                + bisect(session, batch, middle, to, turn);
    }
}
