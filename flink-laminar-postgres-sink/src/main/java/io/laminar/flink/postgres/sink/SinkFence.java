// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresSession;
import io.laminar.flink.sdk.postgres.TableName;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one run of each subtask write at a time.
 *
 * <p>A run is one start of one writer; its number is counted in the subtask's row of the fence
 * table. To start a run means: end what is left of the earlier one, remove what it prepared or
 * staged and no restored state holds ({@link LingeringEpochs}), wait until the rest is committed,
 * and then update the row, which waits for every transaction that still holds it {@code FOR SHARE}.
 * The earlier run of this very sink may be cut off from its job manager and still be connected: its
 * sessions are terminated. A session of another job or sink is not touched: this one waits for it
 * to end, and then gives up, so that a second job with the same {@code sink.id} never harms the
 * first. Behind a pool of connections sessions say nothing: there the newer run wins, and the older
 * one is fenced off.
 *
 * <p>Runs once, on the task's thread, before the first row; can be interrupted.
 */
final class SinkFence {

    private static final Logger LOG = LoggerFactory.getLogger(SinkFence.class);

    /** Longer than it takes the server to notice that a client's machine is gone. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long PAUSE_MILLIS = 200;

    /**
     * One row of the fence table.
     *
     * @param pid of a session of that run, the one that took the fence or another; 0 if none is
     *     left
     */
    private record Holder(int subtask, long run, String jobId, String sinkInstance, int pid) {

        boolean isRunOf(SinkOwner owner) {
            return jobId.equals(owner.jobId()) && sinkInstance.equals(owner.sinkInstance());
        }

        boolean isAlive() {
            return pid != 0;
        }
    }

    private final Ledger ledger;
    private final SinkOwner owner;
    private final OptionalLong restoredCheckpointId;
    private final Duration patience;
    private final LingeringEpochs lingering;

    SinkFence(
            TableName target,
            SinkOwner owner,
            OptionalLong restoredCheckpointId,
            Duration patience) {
        this.ledger = new Ledger(target);
        this.owner = owner;
        this.restoredCheckpointId = restoredCheckpointId;
        this.patience = patience;
        this.lingering =
                new LingeringEpochs(ledger, target, owner.qualifiedSinkId(), restoredCheckpointId);
    }

    /** Starts a run on this session and returns its number. */
    long take(PostgresSession session) throws SQLException, IOException, InterruptedException {
        Connection connection = session.connection();
        addOwnRow(connection);
        long deadline = System.nanoTime() + patience.toNanos();
        long runBefore = own(holders(connection)).run();
        while (true) {
            List<Holder> holders = holders(connection);
            Holder own = own(holders);
            if (own.run() != runBefore && own.isRunOf(owner)) {
                // We were asleep, and given up.
                throw new IOException(CommitErrors.fencedOff(owner.sinkId(), owner.subtask()));
            }
            boolean isLate = System.nanoTime() >= deadline;
            boolean isFree = true;
            for (Holder holder : holders) {
                isFree &= !holder.isAlive();
                if (holder.isRunOf(owner)) {
                    endSessions(connection, holder);
                } else if (holder.isAlive() && isLate) {
                    throw inUse(holder);
                }
            }
            List<String> waiting = isFree ? removeLingering(connection, holders) : List.of();
            if (isFree && waiting.isEmpty() && update(session, holders)) {
                // A run that is alive behind a pool may have begun another epoch meanwhile.
                removeLingering(connection, holders);
                return own.run() + 1;
            }
            if (isLate && !isBeingCommitted(connection, holders)) {
                throw new IOException(
                        waiting.isEmpty()
                                ? CommitErrors.fenceHeld(owner.sinkId(), ledger.fence())
                                : CommitErrors.blockedBy(owner.sinkId(), waiting));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Returns what stays, because the restored state holds it. */
    private List<String> removeLingering(Connection connection, List<Holder> holders)
            throws SQLException {
        List<String> names = new ArrayList<>();
        for (Holder holder : holders) {
            lingering.remove(connection, holder.subtask());
            names.addAll(lingering.names(connection, holder.subtask()));
        }
        return names;
    }

    private boolean isBeingCommitted(Connection connection, List<Holder> holders)
            throws SQLException {
        for (Holder holder : holders) {
            if (lingering.isBeingCommitted(connection, holder.subtask())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Locks the row until the running transaction is over, prepared or not.
     *
     * @throws SuppressRestartsException if a newer run has begun
     */
    void check(Connection connection, long run) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT run FROM "
                                + ledger.fence()
                                + " WHERE sink_id = ? AND subtask = ? FOR SHARE")) {
            query.setString(1, owner.sinkId());
            query.setInt(2, owner.subtask());
            try (ResultSet result = query.executeQuery()) {
                if (!result.next() || result.getLong(1) != run) {
                    throw new SuppressRestartsException(
                            new IllegalStateException(
                                    CommitErrors.fencedOff(owner.sinkId(), owner.subtask())));
                }
            }
        }
    }

    /**
     * A row that no run has held yet, of a session that never was. If somebody deleted an earlier
     * one, its runs are not counted again: their commits would be taken for new ones.
     */
    private void addOwnRow(Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO "
                                + ledger.fence()
                                + " SELECT ?, ?, coalesce(max(run), 0), '', '', 0, '-infinity' FROM "
                                + ledger.committed()
                                + " WHERE sink_id = ? AND subtask = ? ON CONFLICT DO NOTHING")) {
            insert.setString(1, owner.sinkId());
            insert.setInt(2, owner.subtask());
            insert.setString(3, owner.qualifiedSinkId());
            insert.setInt(4, owner.subtask());
            insert.executeUpdate();
        }
    }

    private List<Holder> holders(Connection connection) throws SQLException {
        List<Holder> holders = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT f.subtask, f.run, f.job_id, f.sink_instance, (SELECT min(a.pid)"
                                + " FROM pg_stat_activity a WHERE a.datname = current_database()"
                                + " AND a.pid <> pg_backend_pid()"
                                + " AND ((a.pid, a.backend_start) = (f.backend_pid, f.backend_start)"
                                + " OR starts_with(a.application_name, "
                                + SinkOwner.sessionPrefixSql("f.sink_instance", "f.subtask")
                                + "))) FROM "
                                + ledger.fence()
                                + " f WHERE f.sink_id = ? ORDER BY f.subtask")) {
            query.setString(1, owner.sinkId());
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    if (owner.isInChargeOf(result.getInt(1))) {
                        holders.add(
                                new Holder(
                                        result.getInt(1),
                                        result.getLong(2),
                                        result.getString(3),
                                        result.getString(4),
                                        result.getInt(5)));
                    }
                }
            }
        }
        return holders;
    }

    /** All of the earlier run: the one that took the fence, and those of its other lanes. */
    private void endSessions(Connection connection, Holder holder) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                                + " AND (pid = ? OR starts_with(application_name, ?))")) {
            statement.setInt(1, holder.pid());
            statement.setString(2, owner.sessionPrefix(holder.subtask()));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    LOG.warn(
                            "Ended a session of run {} of subtask {} of sink '{}', which its job has"
                                    + " given up.",
                            holder.run(),
                            holder.subtask(),
                            owner.sinkId());
                }
            }
        }
    }

    private IOException inUse(Holder holder) {
        if (holder.jobId().equals(owner.jobId())) {
            throw new SuppressRestartsException(
                    new IllegalStateException(CommitErrors.sinkIdTwiceInOneJob(owner.sinkId())));
        }
        return new IOException(
                CommitErrors.sinkIdInUse(owner.sinkId(), "job " + holder.jobId(), holder.pid()));
    }

    /**
     * Takes the rows, if they are still as they were read.
     *
     * @return false if a transaction still holds one of them, or another run was faster
     */
    private boolean update(PostgresSession session, List<Holder> holders) throws SQLException {
        Connection connection = session.connection();
        session.begin();
        try {
            boolean isTaken = true;
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL lock_timeout = '1s'");
            }
            for (Holder holder : holders) {
                warnOfRepetition(connection, holder.subtask());
                isTaken &= update(session, holder);
                ledger.forgetPreparedBefore(
                        connection, owner.qualifiedSinkId(), holder.subtask(), holder.run() + 1);
            }
            if (isTaken) {
                session.commit();
            } else {
                session.rollback();
            }
            return isTaken;
        } catch (SQLException e) {
            session.rollback();
            if (SqlStates.isLockTimeout(e)) {
                return false;
            }
            throw e;
        }
    }

    private void warnOfRepetition(Connection connection, int subtask) throws SQLException {
        if (restoredCheckpointId.isPresent()) {
            long restored = restoredCheckpointId.getAsLong();
            ledger.committedAfter(connection, owner.qualifiedSinkId(), subtask, restored)
                    .ifPresent(
                            newest ->
                                    LOG.warn(
                                            "The job is restored from checkpoint {}, but the table"
                                                    + " has rows of checkpoint {} already: an"
                                                    + " appending sink writes them again.",
                                            restored,
                                            newest));
        }
    }

    private boolean update(PostgresSession session, Holder holder) throws SQLException {
        // Behind a pool a session is nobody's, and says nothing of who is alive.
        String backend =
                session.isPooled()
                        ? "SELECT 0, '-infinity'::timestamptz"
                        : "SELECT pid, backend_start FROM pg_stat_activity"
                                + " WHERE pid = pg_backend_pid()";
        try (PreparedStatement update =
                session.connection()
                        .prepareStatement(
                                "UPDATE "
                                        + ledger.fence()
                                        + " SET run = run + 1, job_id = ?, sink_instance = ?,"
                                        + " (backend_pid, backend_start) = ("
                                        + backend
                                        + ") WHERE sink_id = ? AND subtask = ? AND run = ?")) {
            update.setString(1, owner.jobId());
            update.setString(2, owner.sinkInstance());
            update.setString(3, owner.sinkId());
            update.setInt(4, holder.subtask());
            update.setLong(5, holder.run());
            return update.executeUpdate() == 1;
        }
    }

    private Holder own(List<Holder> holders) {
        return holders.stream()
                .filter(holder -> holder.subtask() == owner.subtask())
                .findFirst()
                .orElseThrow();
    }
}
