// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.SessionName;
import io.laminar.flink.postgres.option.ErrorPolicy;
import io.laminar.flink.postgres.sink.PostgresCommittable.Kind;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.random.RandomGenerator;
import org.apache.flink.api.connector.sink2.Committer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the rows of complete checkpoints visible, each once, however often it is asked.
 *
 * <p>That the server does not know a transaction or a staging table proves nothing by itself; that
 * the epoch's own row in the {@link Ledger} is there proves that it was committed. An unreachable
 * server is tried again with growing delays, on a new session each time; after that the task fails,
 * and the rows are committed when the job is restored.
 *
 * <p>Runs on the task's mailbox thread; the session is opened with the first commit.
 */
final class PostgresCommitter implements Committer<PostgresCommittable> {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresCommitter.class);

    private final PostgresSinkConfig config;
    private final CommitMetrics metrics;
    private final Lane lane;
    private final PreparedCommit preparedCommit;
    private final StagedCommit stagedCommit;

    PostgresCommitter(PostgresSinkConfig config, CommitMetrics metrics) {
        this.config = config;
        this.metrics = metrics;
        this.lane =
                new Lane(
                        config.connection(),
                        SessionName.of("flink-laminar committer " + config.table()),
                        session -> {});
        this.preparedCommit = new PreparedCommit(config.table());
        this.stagedCommit =
                new StagedCommit(config.table(), config.onError() == ErrorPolicy.SKIP, metrics);
    }

    @Override
    public void commit(Collection<CommitRequest<PostgresCommittable>> requests)
            throws IOException, InterruptedException {
        for (CommitRequest<PostgresCommittable> request : requests) {
            commit(request);
        }
    }

    private void commit(CommitRequest<PostgresCommittable> request)
            throws IOException, InterruptedException {
        PostgresCommittable committable = request.getCommittable();
        for (int attempt = 1; ; attempt++) {
            long start = System.nanoTime();
            try {
                if (commitOnce(committable)) {
                    metrics.onCommitted(System.nanoTime() - start);
                } else {
                    request.signalAlreadyCommitted();
                }
                return;
            } catch (SQLException e) {
                lane.rollback();
                if (!passes(e, committable) || config.retry().isLast(attempt)) {
                    throw Failures.committing(nameOf(committable), attempt, e);
                }
                metrics.onRetry();
                LOG.warn("Committing {} failed, it is tried again.", nameOf(committable), e);
                config.retry().pauseAfter(attempt, RandomGenerator.getDefault());
            }
        }
    }

    /**
     * Tries once.
     *
     * @return false if the epoch had been committed before
     * @throws IOException if its rows are lost
     */
    private boolean commitOnce(PostgresCommittable committable) throws SQLException, IOException {
        return switch (committable.kind()) {
            case PREPARED -> preparedCommit.commit(lane.session(), committable);
            case STAGED -> stagedCommit.commit(lane.session(), committable);
        };
    }

    private static boolean passes(SQLException e, PostgresCommittable committable) {
        return SqlStates.isTransient(e)
                || (committable.kind() == Kind.PREPARED && SqlStates.isBusyTransaction(e));
    }

    private static String nameOf(PostgresCommittable committable) {
        return switch (committable.kind()) {
            case PREPARED -> committable.id().transaction();
            case STAGED -> committable.id().table();
        };
    }

    @Override
    public void close() {
        lane.close();
    }
}
