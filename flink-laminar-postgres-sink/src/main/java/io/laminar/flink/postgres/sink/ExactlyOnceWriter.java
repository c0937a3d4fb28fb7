// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresSession;
import io.laminar.flink.postgres.option.RowConverter;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Keeps the rows between two checkpoints where nobody sees them, until {@link PostgresCommitter}
 * makes them visible.
 *
 * <p>Guarantee: what {@link #prepareCommit()} returned survives a crash of this process and of the
 * server, and becomes visible only when it is committed. Runs on the task's mailbox thread.
 */
final class ExactlyOnceWriter<T>
        implements CommittingSinkWriter<T, PostgresCommittable>, StatefulSinkWriter<T, Void> {

    private final RowConverter<T> converter;
    private final Ledger ledger;
    private final Lanes lanes;
    private final Epochs epochs;
    private final RowIntake intake;

    /** Ended, but not yet known to belong to a checkpoint. */
    private final List<EpochId> unassigned = new ArrayList<>();

    ExactlyOnceWriter(
            PostgresSinkConfig config,
            RowConverter<T> converter,
            String sinkInstance,
            WriterInitContext context)
            throws IOException {
        this.converter = converter;
        this.ledger = new Ledger(config.table());
        String sinkId = config.sinkIdIn(context.getJobInfo().getJobName());
        int subtask = context.getTaskInfo().getIndexOfThisSubtask();
        this.lanes =
                new Lanes(
                        config,
                        config.flushing().poolSize(),
                        SinkOwner.sessionName(sinkId, subtask, sinkInstance));
        boolean isOpen = false;
        try {
            PostgresSession session = lanes.first().session();
            SinkOwner owner =
                    new SinkOwner(
                            sinkId,
                            session.connection().getCatalog() + "." + config.table().schema(),
                            subtask,
                            context.getTaskInfo().getNumberOfParallelSubtasks(),
                            context.getJobInfo().getJobId().toString(),
                            sinkInstance);
            config.tableDdl().createTable(session);
            boolean isTwoPhase = StrategyChoice.isTwoPhase(config, session, owner.parallelism());
            ledger.createIfMissing(session.connection());
            SinkFence fence =
                    new SinkFence(
                            config.table(),
                            owner,
                            context.getRestoredCheckpointId(),
                            SinkFence.PATIENCE);
            Run run = new Run(fence, owner, fence.take(session));
            // Until then, epochs of earlier runs may hold the table.
            config.tableDdl().addColumns(session);
            WritePlan plan =
                    WritePlan.read(config, session, isTwoPhase ? Route.PREPARED : Route.STAGED);
            SinkMetrics metrics = new SinkMetrics(context.metricGroup());
            this.epochs =
                    isTwoPhase
                            ? new TwoPhaseEpochs(config, plan, run, metrics)
                            : new StagedEpochs(config, plan, run);
            // A prepared transaction belongs to one session.
            List<Lane> used = isTwoPhase ? List.of(lanes.first()) : lanes.all();
            this.intake = new RowIntake(config, plan, used, epochs.flushJob(), metrics, context);
            isOpen = true;
        } catch (SQLException e) {
            throw Failures.opening(config, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The task was cancelled while the sink started.", e);
        } finally {
            if (!isOpen) {
                lanes.close();
            }
        }
    }

    @Override
    public void write(T element, Context context) throws IOException, InterruptedException {
        intake.add(converter.toRow(element));
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        intake.flush();
    }

    @Override
    public Collection<PostgresCommittable> prepareCommit()
            throws IOException, InterruptedException {
        intake.flush();
        if (!epochs.isOpen()) {
            return List.of();
        }
        try {
            PostgresCommittable committable = epochs.end(lanes.first().session());
            unassigned.add(committable.id());
            return List.of(committable);
        } catch (SQLException e) {
            throw Failures.writing(e);
        }
    }

    /** Has no state of its own; it is here that a writer learns the checkpoint's id. */
    @Override
    public List<Void> snapshotState(long checkpointId) throws IOException {
        if (unassigned.isEmpty()) {
            return List.of();
        }
        try {
            // Behind a pool only a transaction has our settings, and is on disk when it returns.
            PostgresSession session = lanes.first().session();
            session.begin();
            for (EpochId epoch : unassigned) {
                ledger.recordPrepared(session.connection(), epoch, checkpointId);
            }
            session.commit();
        } catch (SQLException e) {
            throw Failures.writing(e);
        }
        unassigned.clear();
        return List.of();
    }

    /** Closing the sessions rolls back what is neither prepared nor committed. */
    @Override
    public void close() {
        intake.close();
        lanes.close();
    }
}
