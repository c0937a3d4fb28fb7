// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Moves the rows of a staging table but those that the target refuses: all deletions, then all
 * other rows. It halves the table's pages until one is left, and takes the rows of that one by one:
 * pages are what the server finds without reading the whole table. So that this also holds for
 * changes, what a later change of the same key made void is removed from the staging table before.
 */
final class BisectingMove {

    /** The statement that moves some of the rows. */
    private interface Step extends Function<StagingSql.Rows, String> {}

    private final Connection connection;
    private final StagingSql sql;
    private final StagingSql.Rows rows;
    private final RefusedRowLog refused;

    /**
     * @param table the staging table, locked by the connection's transaction
     */
    BisectingMove(Connection connection, StagingSql sql, String table, RefusedRowLog refused) {
        this.connection = connection;
        this.sql = sql;
        this.rows = StagingSql.Rows.of(table, true);
        this.refused = refused;
    }

    /** Returns how many rows were refused. */
    int run() throws SQLException {
        boolean hasDeletes;
        try (Statement statement = connection.createStatement()) {
            // Refused at the commit, a row could not be told from the others.
            statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
            hasDeletes = StagedCommit.hasDeletes(statement, sql, rows);
            if (!sql.keys().isEmpty()) {
                statement.execute(sql.collapse(rows));
            }
        }
        return (hasDeletes ? move(sql::delete) : 0) + move(sql::insert);
    }

    private int move(Step step) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "SELECT pg_relation_size('"
                                        + rows.table().replace("'", "''")
                                        + "') / current_setting('block_size')::int")) {
            result.next();
            return movePages(step, 0, result.getLong(1));
        }
    }

    private int movePages(Step step, long from, long to) throws SQLException {
        String condition =
                String.format(
                        "laminar_tid >= '(%d,0)'::tid AND laminar_tid < '(%d,0)'::tid", from, to);
        SQLException reason = tryMove(step, condition);
        if (reason == null) {
            return 0;
        }
        if (to - from > 1) {
            long middle = (from + to) >>> 1;
            return movePages(step, from, middle) + movePages(step, middle, to);
        }
        int count = 0;
        for (String tid : rowsOfPage(condition)) {
            reason = tryMove(step, "laminar_tid = '" + tid + "'::tid");
            if (reason != null) {
                refused.log(reason);
                count++;
            }
        }
        return count;
    }

    /** Returns why it was not possible, or null if it was. */
    private @Nullable SQLException tryMove(Step step, String condition) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.execute(step.apply(rows.where(condition)));
            connection.releaseSavepoint(before);
            return null;
        } catch (SQLException e) {
            if (!SqlStates.isRefusedRow(e)) {
                throw e;
            }
            connection.rollback(before);
            connection.releaseSavepoint(before);
            return e;
        }
    }

    private List<String> rowsOfPage(String condition) throws SQLException {
        List<String> tids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                String.format(
                                        "SELECT laminar_tid FROM (SELECT ctid AS laminar_tid FROM"
                                                + " %s) s WHERE %s ORDER BY laminar_tid",
                                        rows.table(), condition))) {
            while (result.next()) {
                tids.add(result.getString(1));
            }
        }
        return tids;
    }
}
