// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rolls back what earlier runs prepared and no restored state holds.
 *
 * <p>A committable is part of every state from the checkpoint for which it was prepared until it is
 * committed (an aborted checkpoint's committables go along with the next one). So a transaction
 * that belongs to a checkpoint up to the restored one is in the restored state, and some committer
 * of this job commits it: it must stay. One that belongs to a later checkpoint, or whose subtask
 * died before its part of the checkpoint was taken (no checkpoint is noted), is in no state that
 * this job was restored from: its rows come again, and it must go. Without restored state all go.
 */
final class LingeringTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(LingeringTransactions.class);

    private final Ledger ledger;
    private final String sinkId;
    private final OptionalLong restoredCheckpointId;

    LingeringTransactions(Ledger ledger, String sinkId, OptionalLong restoredCheckpointId) {
        this.ledger = ledger;
        this.sinkId = sinkId;
        this.restoredCheckpointId = restoredCheckpointId;
    }

    /** Must only be called when no earlier run of the subtask is alive. */
    void rollBack(Connection connection, int subtask) throws SQLException {
        for (String gid :
                PreparedTransactions.names(connection, TransactionName.prefix(sinkId, subtask))) {
            Optional<TransactionName> name = TransactionName.parse(gid);
            if (name.isPresent() && !isRestored(connection, name.get())) {
                rollBack(connection, name.get());
            }
        }
    }

    private boolean isRestored(Connection connection, TransactionName name) throws SQLException {
        if (restoredCheckpointId.isEmpty()) {
            return false;
        }
        OptionalLong checkpointId =
                ledger.checkpointOf(
                        connection,
                        new PostgresCommittable(sinkId, name.subtask(), name.run(), name.epoch()));
        return checkpointId.isPresent()
                && checkpointId.getAsLong() <= restoredCheckpointId.getAsLong();
    }

    private static void rollBack(Connection connection, TransactionName name) throws SQLException {
        try {
            PreparedTransactions.rollback(connection, name);
            LOG.info("Rolled back {}, which no restored state holds.", name);
        } catch (SQLException e) {
            // Gone or being finished elsewhere: the fence can't be taken before it is over, and
            // until then this is tried again.
            if (!SqlStates.isUnknownTransaction(e) && !SqlStates.isBusyTransaction(e)) {
                throw e;
            }
        }
    }
}
