// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresSession;
import io.laminar.flink.sdk.retry.RetryPolicy;
import java.io.IOException;
import java.sql.SQLException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes each batch in a transaction of its own, again after a failure that passes. */
final class AutonomousFlush implements FlushJob {

    private static final Logger LOG = LoggerFactory.getLogger(AutonomousFlush.class);

    /** What a transaction needs beside its rows. */
    interface Guard {

        /** Before the transaction; repeated with each attempt. */
        void before(PostgresSession session) throws SQLException, IOException;

        /** The first thing in the transaction. */
        void begin(PostgresSession session) throws SQLException;
    }

    /** A batch that may be written twice needs none. */
    static final Guard NONE =
            new Guard() {
                @Override
                public void before(PostgresSession session) {}

                @Override
                public void begin(PostgresSession session) {}
            };

    private final RowLoader loader;
    private final Guard guard;
    private final RetryPolicy retry;

    AutonomousFlush(RowLoader loader, Guard guard, RetryPolicy retry) {
        this.loader = loader;
        this.guard = guard;
        this.retry = retry;
    }

    @Override
    public Flushed flush(Lane lane, RowBatch batch, Turn turn)
            throws SQLException, IOException, InterruptedException {
        int failures = 0;
        while (true) {
            boolean isCommitting = false;
            try {
                PostgresSession session = lane.session();
                guard.before(session);
                session.begin();
                guard.begin(session);
                int leftOut = loader.load(session, batch, 0, batch.size(), turn);
                isCommitting = true;
                session.commit();
                return new Flushed(batch.size() - leftOut, failures, leftOut);
            } catch (SQLException e) {
                lane.rollback();
                if (isCommitting && guard != NONE && SqlStates.isConnectionLost(e)) {
                    // Written again, the rows could be there twice.
                    throw new IOException(SinkErrors.FLUSH_OUTCOME_UNKNOWN, e);
                }
                failures++;
                if (!SqlStates.isTransient(e) || retry.isLast(failures)) {
                    throw e;
                }
                LOG.warn("A flush failed, it is tried again.", e);
                retry.pauseAfter(failures, RandomGenerator.getDefault());
            } catch (IOException | RuntimeException e) {
                lane.rollback();
                throw e;
            }
        }
    }
}
