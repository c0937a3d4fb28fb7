// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresSession;
import io.laminar.flink.postgres.sink.PostgresCommittable.Kind;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * One transaction an epoch, prepared at its end (PostgreSQL documentation, PREPARE TRANSACTION).
 *
 * <p>It begins with the first batch, so an empty epoch leaves nothing on the server. A lost
 * connection fails the task: the open transaction is gone, and its rows come again from the last
 * checkpoint.
 */
final class TwoPhaseEpochs implements Epochs {

    private final Ledger ledger;
    private final Run run;
    private final SinkMetrics metrics;
    private final FlushJob flushJob;

    private EpochId current;
    private boolean isOpen;

    TwoPhaseEpochs(PostgresSinkConfig config, WritePlan plan, Run run, SinkMetrics metrics) {
        this.ledger = new Ledger(config.table());
        this.run = run;
        this.metrics = metrics;
        this.current = run.epoch(1);
        this.flushJob =
                new SavepointFlush(plan.copyInto(config.table()::sql), this::begin, config.retry());
    }

    @Override
    public FlushJob flushJob() {
        return flushJob;
    }

    /** On the lane's thread. */
    private void begin(PostgresSession session) throws SQLException {
        if (!isOpen) {
            session.begin();
            try (Statement statement = session.connection().createStatement()) {
                // Quiet until the next row, or the next checkpoint.
                statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
            }
            run.check(session);
            isOpen = true;
            metrics.onTransactionBegin();
        }
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    @Override
    public PostgresCommittable end(PostgresSession session) throws SQLException {
        EpochId ended = current;
        ledger.recordCommitted(session.connection(), ended);
        PreparedTransactions.prepare(session.connection(), ended);
        session.connection().setAutoCommit(true);
        metrics.onTransactionEnd();
        isOpen = false;
        current = run.epoch(ended.epoch() + 1);
        return new PostgresCommittable(ended, Kind.PREPARED, List.of());
    }
}
