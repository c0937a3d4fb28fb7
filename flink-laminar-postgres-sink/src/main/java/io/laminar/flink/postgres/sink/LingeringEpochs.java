// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.sdk.postgres.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what earlier runs prepared or staged and no restored state holds, whatever strategy they
 * had.
 *
 * <p>A committable is part of every state from the checkpoint for which it was made until it is
 * committed (an aborted checkpoint's committables go along with the next one). So an epoch that
 * belongs to a checkpoint up to the restored one is in the restored state, and some committer of
 * this job commits it: it must stay. One that belongs to a later checkpoint, or whose subtask died
 * before its part of the checkpoint was taken (no checkpoint is noted), is in no state that this
 * job was restored from: its rows come again, and it must go. Without restored state all go.
 */
final class LingeringEpochs {

    private static final Logger LOG = LoggerFactory.getLogger(LingeringEpochs.class);

    private final Ledger ledger;
    private final StagingTables stages;
    private final String sinkId;
    private final OptionalLong restoredCheckpointId;

    LingeringEpochs(
            Ledger ledger, TableName target, String sinkId, OptionalLong restoredCheckpointId) {
        this.ledger = ledger;
        this.stages = new StagingTables(target);
        this.sinkId = sinkId;
        this.restoredCheckpointId = restoredCheckpointId;
    }

    /** Must only be called when no earlier run of the subtask is alive. */
    void remove(Connection connection, int subtask) throws SQLException {
        for (EpochId id : prepared(connection, subtask)) {
            if (!isRestored(connection, id)) {
                rollBack(connection, id);
            }
        }
        for (EpochId id : staged(connection, subtask)) {
            if (!isRestored(connection, id)) {
                stages.drop(connection, id);
                LOG.info("Dropped {}, which no restored state holds.", id.table());
            }
        }
    }

    /** What is left: the committers of this job have to be done with it first. */
    List<String> names(Connection connection, int subtask) throws SQLException {
        List<String> names = new ArrayList<>();
        prepared(connection, subtask).forEach(id -> names.add(id.transaction()));
        staged(connection, subtask).forEach(id -> names.add(id.table()));
        return names;
    }

    /** Whether a committer is at work on one of them. */
    boolean isBeingCommitted(Connection connection, int subtask) throws SQLException {
        return stages.isBeingCommitted(connection, EpochId.tablePrefix(sinkId, subtask));
    }

    private List<EpochId> prepared(Connection connection, int subtask) throws SQLException {
        return parse(
                PreparedTransactions.names(connection, EpochId.transactionPrefix(sinkId, subtask)));
    }

    private List<EpochId> staged(Connection connection, int subtask) throws SQLException {
        return parse(stages.names(connection, EpochId.tablePrefix(sinkId, subtask)));
    }

    private List<EpochId> parse(List<String> names) {
        return names.stream()
                .map(name -> EpochId.parse(sinkId, name))
                .flatMap(Optional::stream)
                .toList();
    }

    private boolean isRestored(Connection connection, EpochId id) throws SQLException {
        if (restoredCheckpointId.isEmpty()) {
            return false;
        }
        OptionalLong checkpointId = ledger.checkpointOf(connection, id);
        return checkpointId.isPresent()
                && checkpointId.getAsLong() <= restoredCheckpointId.getAsLong();
    }

    private static void rollBack(Connection connection, EpochId id) throws SQLException {
        try {
            PreparedTransactions.rollback(connection, id);
            LOG.info("Rolled back {}, which no restored state holds.", id.transaction());
        } catch (SQLException e) {
            // Gone or being finished elsewhere: the fence can't be taken before it is over, and
            // until then this is tried again.
            if (!SqlStates.isUnknownTransaction(e) && !SqlStates.isBusyTransaction(e)) {
                throw e;
            }
        }
    }
}
