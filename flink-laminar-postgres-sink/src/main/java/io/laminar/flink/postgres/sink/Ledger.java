// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.sdk.postgres.TableName;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The sink's book on the server, three small tables in the target's schema.
 *
 * <ul>
 *   <li>{@code laminar_sink_fence}: which run of each subtask may write. A writer locks its row
 *       {@code FOR SHARE} in every transaction, and a prepared transaction keeps that lock; so a
 *       successor, which has to update the row, can't begin before every transaction of its
 *       predecessor is over.
 *   <li>{@code laminar_sink_committed}: written in the transaction itself, so that it is there
 *       exactly if the rows are. Only the last epoch of each of the last {@value #KEPT_RUNS} runs
 *       is kept: epochs are committed in order.
 *   <li>{@code laminar_sink_prepared}: the checkpoint that waiting rows belong to. The name on the
 *       server can't hold it, because a Sink V2 writer is asked for its committables before it
 *       learns the checkpoint's id. Waiting rows without such a line belong to no completed
 *       checkpoint.
 * </ul>
 *
 * <p>Stateless: every method works on the connection that it is given.
 */
final class Ledger {

    /**
     * Starts of a subtask whose last commit is remembered, for jobs that are restored from an old
     * checkpoint.
     */
    static final int KEPT_RUNS = 100;

    /** Two sessions that create one table at the same time: one of them gets one of these. */
    private static final List<String> CREATED_BY_ANOTHER = List.of("42P07", "23505", "42710");

    private final TableName target;
    private final String fence;
    private final String committed;
    private final String prepared;

    Ledger(TableName target) {
        this.target = target;
        this.fence = new TableName(target.schema(), "laminar_sink_fence").sql();
        this.committed = new TableName(target.schema(), "laminar_sink_committed").sql();
        this.prepared = new TableName(target.schema(), "laminar_sink_prepared").sql();
    }

    String fence() {
        return fence;
    }

    String committed() {
        return committed;
    }

    /**
     * Creates what is missing; several subtasks may do so at once.
     *
     * @throws IOException if the user may not, or may not use what others have created; the message
     *     holds the statements that mend it
     */
    void createIfMissing(Connection connection) throws SQLException, IOException {
        while (!exists(connection)) {
            try (Statement statement = connection.createStatement()) {
                for (String ddl : ddl()) {
                    statement.execute(ddl);
                }
            } catch (SQLException e) {
                if (SqlStates.isNotPermitted(e)) {
                    List<String> statements = new ArrayList<>(ddl());
                    statements.add(grant(connection));
                    throw new IOException(
                            CommitErrors.metadataNotPermitted(target.schema(), statements), e);
                }
                if (!CREATED_BY_ANOTHER.contains(e.getSQLState())) {
                    throw e;
                }
            }
        }
        if (!mayBeUsed(connection)) {
            throw new IOException(
                    CommitErrors.metadataNotGranted(target.schema(), grant(connection)));
        }
    }

    private boolean mayBeUsed(Connection connection) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT bool_and(has_table_privilege(t, p)) FROM unnest(ARRAY[?, ?, ?]) t,"
                                + " unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p")) {
            return askOfTables(query);
        }
    }

    private boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT to_regclass(?) IS NOT NULL AND to_regclass(?) IS NOT NULL"
                                + " AND to_regclass(?) IS NOT NULL")) {
            return askOfTables(query);
        }
    }

    private boolean askOfTables(PreparedStatement query) throws SQLException {
        query.setString(1, fence);
        query.setString(2, committed);
        query.setString(3, prepared);
        try (ResultSet result = query.executeQuery()) {
            result.next();
            return result.getBoolean(1);
        }
    }

    private List<String> ddl() {
        return List.of(
                "CREATE TABLE IF NOT EXISTS "
                        + fence
                        + " (sink_id text, subtask int, run bigint NOT NULL, job_id text NOT NULL,"
                        + " sink_instance text NOT NULL, backend_pid int NOT NULL, backend_start"
                        + " timestamptz NOT NULL, PRIMARY KEY (sink_id, subtask))",
                "CREATE TABLE IF NOT EXISTS "
                        + committed
                        + " (sink_id text, subtask int, run bigint, epoch bigint,"
                        + " PRIMARY KEY (sink_id, subtask, run, epoch))",
                "CREATE TABLE IF NOT EXISTS "
                        + prepared
                        + " (sink_id text, subtask int, run bigint, epoch bigint, checkpoint_id"
                        + " bigint NOT NULL, PRIMARY KEY (sink_id, subtask, run, epoch))");
    }

    private String grant(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT current_user");
                ResultSet result = query.executeQuery()) {
            result.next();
            return String.format(
                    "GRANT SELECT, INSERT, UPDATE, DELETE ON %s, %s, %s TO %s",
                    fence, committed, prepared, TableName.quote(result.getString(1)));
        }
    }

    /** Part of the transaction that writes the rows. */
    void recordCommitted(Connection connection, EpochId epoch) throws SQLException {
        update(
                connection,
                "INSERT INTO " + committed + " (sink_id, subtask, run, epoch) VALUES (?, ?, ?, ?)",
                epoch);
    }

    /** Whether the rows of this epoch are in the target. */
    boolean isCommitted(Connection connection, EpochId epoch) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT EXISTS (SELECT FROM "
                                + committed
                                + " WHERE sink_id = ? AND subtask = ? AND run = ? AND epoch >= ?)")) {
            bind(query, epoch);
            try (ResultSet result = query.executeQuery()) {
                result.next();
                return result.getBoolean(1);
            }
        }
    }

    /** Says which checkpoint a prepared transaction belongs to. */
    void recordPrepared(Connection connection, EpochId epoch, long checkpointId)
            throws SQLException {
        update(
                connection,
                "INSERT INTO "
                        + prepared
                        + " (sink_id, subtask, run, epoch, checkpoint_id) VALUES (?, ?, ?, ?, "
                        + checkpointId
                        + ")",
                epoch);
    }

    /** The checkpoint that a prepared transaction belongs to, if its subtask got that far. */
    OptionalLong checkpointOf(Connection connection, EpochId epoch) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT checkpoint_id FROM "
                                + prepared
                                + " WHERE sink_id = ? AND subtask = ? AND run = ? AND epoch = ?")) {
            bind(query, epoch);
            try (ResultSet result = query.executeQuery()) {
                return result.next() ? OptionalLong.of(result.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /**
     * Removes what nobody will ask for once this epoch is committed; its own lines stay, until the
     * next one's are there.
     */
    void prune(Connection connection, EpochId epoch) throws SQLException {
        String key = " WHERE sink_id = ? AND subtask = ? AND run = ? AND epoch ";
        update(connection, "DELETE FROM " + prepared + key + "< ?", epoch);
        update(connection, "DELETE FROM " + committed + key + "< ?", epoch);
        EpochId oldest = new EpochId(epoch.sinkId(), epoch.subtask(), epoch.run() - KEPT_RUNS, 0);
        update(
                connection,
                "DELETE FROM "
                        + committed
                        + " WHERE sink_id = ? AND subtask = ? AND run <= ? AND epoch >= ?",
                oldest);
    }

    /**
     * The newest checkpoint after {@code checkpointId} whose rows the target has, as far as it is
     * known.
     */
    OptionalLong committedAfter(
            Connection connection, String sinkId, int subtask, long checkpointId)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT max(p.checkpoint_id) FROM "
                                + prepared
                                + " p JOIN "
                                + committed
                                + " c USING (sink_id, subtask, run, epoch)"
                                + " WHERE sink_id = ? AND subtask = ? AND checkpoint_id > ?")) {
            query.setString(1, sinkId);
            query.setInt(2, subtask);
            query.setLong(3, checkpointId);
            try (ResultSet result = query.executeQuery()) {
                result.next();
                long newest = result.getLong(1);
                return result.wasNull() ? OptionalLong.empty() : OptionalLong.of(newest);
            }
        }
    }

    /**
     * Removes the notes on runs before {@code run}, of which nothing is left to commit, but for
     * those on what was committed: {@link #committedAfter} needs them.
     */
    void forgetPreparedBefore(Connection connection, String sinkId, int subtask, long run)
            throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM "
                                + prepared
                                + " p WHERE sink_id = ? AND subtask = ? AND run < ? AND NOT EXISTS"
                                + " (SELECT FROM "
                                + committed
                                + " c WHERE (c.sink_id, c.subtask, c.run, c.epoch) = (p.sink_id,"
                                + " p.subtask, p.run, p.epoch))")) {
            delete.setString(1, sinkId);
            delete.setInt(2, subtask);
            delete.setLong(3, run);
            delete.executeUpdate();
        }
    }

    private static void update(Connection connection, String sql, EpochId epoch)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, epoch);
            statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, EpochId epoch) throws SQLException {
        statement.setString(1, epoch.sinkId());
        statement.setInt(2, epoch.subtask());
        statement.setLong(3, epoch.run());
        statement.setLong(4, epoch.epoch());
    }
}
