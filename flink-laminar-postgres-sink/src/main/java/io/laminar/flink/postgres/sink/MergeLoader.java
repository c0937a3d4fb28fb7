// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresSession;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Changes by COPY into a temporary table of the session's own, from where one DELETE and one INSERT
 * … ON CONFLICT bring them into the target.
 *
 * <p>The batch has one row a key. Where the server may take two keys for one whose bytes differ
 * ({@code citext}, {@code char}), it is asked to pick the newest.
 */
final class MergeLoader implements RowLoader {

    private static final String TABLE = "pg_temp.laminar_changes";

    private final StagingSql sql;
    private final String stagedColumns;
    private final RowLoader copy;
    private final boolean isCollapsed;

    /**
     * @param stagedColumns the query that the temporary table is created as
     * @param isCollapsed whether keys are equal only if their bytes are
     */
    MergeLoader(StagingSql sql, String stagedColumns, boolean isCollapsed) {
        this.sql = sql;
        this.stagedColumns = stagedColumns;
        this.isCollapsed = isCollapsed;
        this.copy = new CopyLoader(() -> sql.copyInto(TABLE));
    }

    /** Makes a new session fit for {@link #load}. */
    void prepare(PostgresSession session) throws SQLException {
        if (!session.isPooled()) {
            createTable(session, "ON COMMIT DELETE ROWS");
        }
    }

    private void createTable(PostgresSession session, String atCommit) throws SQLException {
        try (Statement statement = session.connection().createStatement()) {
            statement.execute(
                    String.format(
                            "CREATE TEMPORARY TABLE IF NOT EXISTS laminar_changes %s AS %s",
                            atCommit, stagedColumns));
        }
    }

    @Override
    public int load(PostgresSession session, RowBatch batch, int from, int to, FlushJob.Turn turn)
            throws SQLException, IOException, InterruptedException {
        if (session.isPooled()) {
            createTable(session, "ON COMMIT DROP");
        }
        try (Statement statement = session.connection().createStatement()) {
            if (to - from < batch.size()) {
                statement.execute("TRUNCATE " + TABLE);
            }
            copy.load(session, batch, from, to, turn);
            turn.await();
            StagingSql.Rows rows = StagingSql.Rows.of(TABLE, isCollapsed);
            if (batch.hasDeletes()) {
                statement.execute(sql.delete(rows));
            }
            statement.execute(sql.insert(rows));
            return 0;
        }
    }
}
