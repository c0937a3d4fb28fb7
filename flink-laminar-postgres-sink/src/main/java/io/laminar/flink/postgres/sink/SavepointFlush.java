// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresSession;
import io.laminar.flink.sdk.retry.RetryPolicy;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each batch as a part of the epoch's one transaction, behind a savepoint, so that a failure
 * that passes does not cost the batches before. A lost connection does: it fails the task.
 */
final class SavepointFlush implements FlushJob {

    private static final Logger LOG = LoggerFactory.getLogger(SavepointFlush.class);

    private final RowLoader loader;
    private final TransactionStart start;
    private final RetryPolicy retry;

    /** Begins the epoch's transaction, if it has not begun. */
    @FunctionalInterface
    interface TransactionStart {
        void run(PostgresSession session) throws SQLException;
    }

    SavepointFlush(RowLoader loader, TransactionStart start, RetryPolicy retry) {
        this.loader = loader;
        this.start = start;
        this.retry = retry;
    }

    @Override
    public Flushed flush(Lane lane, RowBatch batch, Turn turn)
            throws SQLException, IOException, InterruptedException {
        PostgresSession session = lane.session();
        start.run(session);
        for (int failures = 0; ; ) {
            Savepoint before = session.connection().setSavepoint();
            try {
                int leftOut = loader.load(session, batch, 0, batch.size(), turn);
                session.connection().releaseSavepoint(before);
                return new Flushed(batch.size() - leftOut, failures, leftOut);
            } catch (SQLException e) {
                failures++;
                if (!SqlStates.isTransient(e)
                        || SqlStates.isConnectionLost(e)
                        || retry.isLast(failures)) {
                    throw e;
                }
                session.connection().rollback(before);
                LOG.warn("A flush failed, it is tried again in the same transaction.", e);
                retry.pauseAfter(failures, RandomGenerator.getDefault());
            }
        }
    }
}
