// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import io.laminar.flink.sdk.postgres.TableName;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * What keeps a transaction that appends to a table from being prepared, as far as the server's
 * catalog tells (PostgreSQL documentation, PREPARE TRANSACTION). A trigger's function is read, but
 * not what it calls.
 */
@Internal
public final class TwoPhaseObstacles {

    /**
     * The table and the partitions below it, each with what is in the way there: a foreign or a
     * temporary table, or an enabled trigger on INSERT whose function notifies, comments left out.
     */
    private static final String RELATIONS =
            """
            WITH RECURSIVE tree (oid) AS (
                SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = ? AND c.relname = ?
              UNION
                SELECT i.inhrelid FROM tree
                JOIN pg_inherits i ON i.inhparent = tree.oid
                JOIN pg_class c ON c.oid = i.inhrelid AND c.relispartition
            )
            SELECT c.oid::regclass::text, c.relkind = 'f', c.relpersistence = 't',
                   (SELECT min(t.tgname) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
                    WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D'
                      AND t.tgtype & 4 <> 0
                      AND regexp_replace(p.prosrc, '--[^\\n]*|/\\*.*?\\*/', '', 'g')
                          ~* '\\mnotify\\s+["a-z_]|\\mpg_notify\\s*\\(|^triggered_change_notification$')
            FROM tree JOIN pg_class c USING (oid)
            ORDER BY 1""";

    /** One transaction of a subtask is being committed while the next one is prepared. */
    private static final int PREPARED_PER_SUBTASK = 2;

    private TwoPhaseObstacles() {}

    /**
     * All of them, as full sentences; empty if there is none.
     *
     * @param parallelism of the sink, or 1 if it is not known yet
     */
    public static List<String> findings(PostgresSession session, TableName table, int parallelism)
            throws SQLException {
        List<String> findings = new ArrayList<>();
        if (session.isPooled()) {
            findings.add(TwoPhaseErrors.twoPhaseBehindPool());
        }
        int available = maxPreparedTransactions(session);
        int needed = PREPARED_PER_SUBTASK * parallelism;
        if (available < needed) {
            findings.add(TwoPhaseErrors.tooFewPreparedTransactions(available, needed));
        }
        findings.addAll(Privileges.forCopy(session.connection(), table));
        try (PreparedStatement statement = session.connection().prepareStatement(RELATIONS)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    addFindings(result, findings);
                }
            }
        }
        return findings;
    }

    private static void addFindings(ResultSet relation, List<String> findings) throws SQLException {
        String name = relation.getString(1);
        if (relation.getBoolean(2)) {
            findings.add(TwoPhaseErrors.twoPhaseOnForeignTable(name));
        }
        if (relation.getBoolean(3)) {
            findings.add(TwoPhaseErrors.twoPhaseOnTemporaryTable(name));
        }
        String trigger = relation.getString(4);
        if (trigger != null) {
            findings.add(TwoPhaseErrors.twoPhaseWithNotify(trigger, name));
        }
    }

    private static int maxPreparedTransactions(PostgresSession session) throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet result = statement.executeQuery("SHOW max_prepared_transactions")) {
            result.next();
            return result.getInt(1);
        }
    }
}
