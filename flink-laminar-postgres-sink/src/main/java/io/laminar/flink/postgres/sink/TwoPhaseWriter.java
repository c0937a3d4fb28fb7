// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.ServerSettings;
import io.laminar.flink.postgres.error.PostgresErrors;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.IOUtils;

/**
 * Writes the rows between two checkpoints in one transaction, and prepares it at the barrier.
 *
 * <p>Guarantee: what {@link #prepareCommit()} returned survives a crash of this process and of the
 * server, and becomes visible only when {@link TwoPhaseCommitter} commits it. A transaction begins
 * with its first row, so an empty epoch leaves nothing on the server. A lost connection fails the
 * task: the open transaction is gone, and its rows come again from the last checkpoint.
 *
 * <p>Runs on the task's mailbox thread.
 */
@Internal
public final class TwoPhaseWriter
        implements CommittingSinkWriter<RowData, PostgresCommittable>,
                StatefulSinkWriter<RowData, Void> {

    private final Connection connection;
    private final RowCopier copier;
    private final Ledger ledger;
    private final SinkFence fence;
    private final SinkOwner owner;
    private final long run;

    /** Prepared, but not yet known to belong to a checkpoint. */
    private final List<PostgresCommittable> unassigned = new ArrayList<>();

    private long epoch;
    private boolean isTransactionOpen;

    public TwoPhaseWriter(PostgresSinkConfig config, String sinkInstance, WriterInitContext context)
            throws IOException {
        this.owner =
                new SinkOwner(
                        config.sinkIdIn(context.getJobInfo().getJobName()),
                        context.getTaskInfo().getIndexOfThisSubtask(),
                        context.getTaskInfo().getNumberOfParallelSubtasks(),
                        context.getJobInfo().getJobId().toString(),
                        sinkInstance);
        this.ledger = new Ledger(config.table());
        this.fence =
                new SinkFence(ledger, owner, context.getRestoredCheckpointId(), SinkFence.PATIENCE);
        try {
            this.connection = config.connection().open("flink-laminar " + owner.sinkId());
        } catch (SQLException e) {
            throw Failures.opening(config, e);
        }
        boolean isOpen = false;
        try {
            this.copier = new RowCopier(config, connection, context);
            if (!ServerSettings.allowsPreparedTransactions(connection)) {
                throw new IOException(
                        PostgresErrors.noPreparedTransactions(config.connection().displayName()));
            }
            ledger.createIfMissing(connection);
            this.run = fence.take(connection);
            isOpen = true;
        } catch (SQLException e) {
            throw Failures.opening(config, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The task was cancelled while the sink started.", e);
        } finally {
            if (!isOpen) {
                IOUtils.closeQuietly(connection);
            }
        }
    }

    @Override
    public void write(RowData row, Context context) throws IOException {
        try {
            if (!isTransactionOpen) {
                connection.setAutoCommit(false);
                isTransactionOpen = true;
                fence.check(connection, run);
            }
            copier.write(row);
        } catch (SQLException e) {
            throw Failures.writing(e);
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
        try {
            copier.finish();
        } catch (SQLException e) {
            throw Failures.writing(e);
        }
    }

    @Override
    public Collection<PostgresCommittable> prepareCommit() throws IOException {
        if (!isTransactionOpen) {
            return List.of();
        }
        epoch++;
        PostgresCommittable committable =
                new PostgresCommittable(owner.sinkId(), owner.subtask(), run, epoch);
        try {
            copier.finish();
            ledger.recordCommitted(connection, committable);
            PreparedTransactions.prepare(connection, TransactionName.of(committable));
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw Failures.writing(e);
        }
        isTransactionOpen = false;
        unassigned.add(committable);
        return List.of(committable);
    }

    /** Has no state of its own; it is here that a writer learns the checkpoint's id. */
    @Override
    public List<Void> snapshotState(long checkpointId) throws IOException {
        try {
            for (PostgresCommittable committable : unassigned) {
                ledger.recordPrepared(connection, committable, checkpointId);
            }
        } catch (SQLException e) {
            throw Failures.writing(e);
        }
        unassigned.clear();
        return List.of();
    }

    /** Closing the session rolls back what is not prepared. */
    @Override
    public void close() throws Exception {
        try (connection) {
            copier.close();
        }
    }
}
