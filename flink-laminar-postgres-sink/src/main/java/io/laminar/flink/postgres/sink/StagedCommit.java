// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresSession;
import io.laminar.flink.sdk.postgres.TableName;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Commits an epoch that waits in a staging table: one transaction moves its rows into the target,
 * notes that in the {@link Ledger} and drops the table. Two committers of one epoch wait for each
 * other at the table's lock, and the second finds it gone.
 */
final class StagedCommit {

    private final TableName target;
    private final StagingTables stages;
    private final Ledger ledger;
    private final boolean skipsRefused;
    private final RefusedRowLog refused;
    private final CommitMetrics metrics;

    StagedCommit(TableName target, boolean skipsRefused, CommitMetrics metrics) {
        this.target = target;
        this.stages = new StagingTables(target);
        this.ledger = new Ledger(target);
        this.skipsRefused = skipsRefused;
        this.refused = new RefusedRowLog(target.toString());
        this.metrics = metrics;
    }

    /**
     * Tries once.
     *
     * @return false if it had been committed before
     * @throws IOException if its rows are lost
     */
    boolean commit(PostgresSession session, PostgresCommittable committable)
            throws SQLException, IOException {
        EpochId id = committable.id();
        Connection connection = session.connection();
        session.begin();
        if (!lock(connection, id)) {
            session.rollback();
            if (!ledger.isCommitted(connection, id)) {
                throw new IOException(CommitErrors.stageLost(id.table()));
            }
            return false;
        }
        int leftOut = move(connection, committable);
        ledger.recordCommitted(connection, id);
        ledger.prune(connection, id);
        stages.drop(connection, id);
        session.commit();
        metrics.onRefused(leftOut);
        return true;
    }

    /** Returns false if there is no such table. */
    private boolean lock(Connection connection, EpochId id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "LOCK TABLE " + stages.tableOf(id).sql() + " IN ACCESS EXCLUSIVE MODE");
            return true;
        } catch (SQLException e) {
            if (SqlStates.isUndefinedTable(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Returns how many rows the server refused. */
    private int move(Connection connection, PostgresCommittable committable) throws SQLException {
        EpochId id = committable.id();
        List<String> others =
                stages.columns(connection, id).stream()
                        .filter(column -> !committable.key().contains(column))
                        .toList();
        StagingSql sql = new StagingSql(target, committable.key(), others);
        String table = stages.tableOf(id).sql();
        if (skipsRefused) {
            return new BisectingMove(connection, sql, table, refused).run();
        }
        StagingSql.Rows rows = StagingSql.Rows.of(table, false);
        try (Statement statement = connection.createStatement()) {
            if (hasDeletes(statement, sql, rows)) {
                statement.execute(sql.delete(rows));
            }
            statement.execute(sql.insert(rows));
        }
        return 0;
    }

    /** The right to delete is needed only if there is something to delete. */
    static boolean hasDeletes(Statement statement, StagingSql sql, StagingSql.Rows rows)
            throws SQLException {
        if (sql.keys().isEmpty()) {
            return false;
        }
        try (ResultSet result = statement.executeQuery(sql.hasDeletes(rows))) {
            result.next();
            return result.getBoolean(1);
        }
    }
}
