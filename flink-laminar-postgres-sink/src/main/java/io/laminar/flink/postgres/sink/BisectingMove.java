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
import org.jspecify.annotations.Nullable;

/**
 * Moves the rows of a staging table but those that the target refuses. It halves the table's pages
 * until one is left, and takes the rows of that one by one: pages are what the server finds without
 * reading the whole table.
 */
final class BisectingMove {

    private final Connection connection;
    private final StagingSql sql;
    private final StagingSql.Rows all;
    private final RefusedRowLog refused;
    private boolean hasDeletes;

    BisectingMove(
            Connection connection, StagingSql sql, StagingSql.Rows all, RefusedRowLog refused) {
        this.connection = connection;
        this.sql = sql;
        this.all = all;
        this.refused = refused;
    }

    /** Returns how many rows were refused. */
    int run() throws SQLException {
        long pages;
        try (Statement statement = connection.createStatement()) {
            // Refused at the commit, a row could not be told from the others.
            statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
            hasDeletes = StagedCommit.hasDeletes(statement, sql, all);
            try (ResultSet result =
                    statement.executeQuery(
                            "SELECT pg_relation_size('"
                                    + all.table().replace("'", "''")
                                    + "') / current_setting('block_size')::int")) {
                result.next();
                pages = result.getLong(1);
            }
        }
        return pages == 0 ? 0 : movePages(0, pages);
    }

    private int movePages(long from, long to) throws SQLException {
        String condition =
                String.format(
                        "laminar_tid >= '(%d,0)'::tid AND laminar_tid < '(%d,0)'::tid", from, to);
        SQLException reason = tryMove(condition);
        if (reason == null) {
            return 0;
        }
        if (to - from > 1) {
            long middle = (from + to) >>> 1;
            return movePages(from, middle) + movePages(middle, to);
        }
        int count = 0;
        for (String tid : rowsOfPage(condition)) {
            reason = tryMove("laminar_tid = '" + tid + "'::tid");
            if (reason != null) {
                refused.log(reason);
                count++;
            }
        }
        return count;
    }

    /** Returns why it was not possible, or null if it was. */
    private @Nullable SQLException tryMove(String condition) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            StagingSql.Rows rows = all.where(condition);
            if (hasDeletes) {
                statement.execute(sql.delete(rows));
            }
            statement.execute(sql.insert(rows));
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
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                String.format(
                                        "SELECT laminar_tid FROM (SELECT ctid AS laminar_tid FROM"
                                                + " %s) s WHERE %s ORDER BY laminar_tid",
                                        all.table(), condition))) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
