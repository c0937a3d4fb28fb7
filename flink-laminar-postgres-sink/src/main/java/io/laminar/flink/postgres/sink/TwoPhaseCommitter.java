// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.error.PostgresErrors;
import io.laminar.flink.sdk.retry.ExponentialBackoff;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits prepared transactions, each once, however often it is asked.
 *
 * <p>That the server does not know a transaction proves nothing by itself; that its own row in the
 * {@link Ledger} is there proves that it was committed. An unreachable server is tried again with
 * growing delays, on a new connection each time; after that the task fails, and the transaction is
 * committed when the job is restored.
 *
 * <p>Runs on the task's mailbox thread; the connection is opened with the first commit.
 */
@Internal
public final class TwoPhaseCommitter implements Committer<PostgresCommittable> {

    private static final Logger LOG = LoggerFactory.getLogger(TwoPhaseCommitter.class);

    /** About 15 s in all: a server's restart, and far below Flink's checkpoint time-out. */
    private static final int ATTEMPTS = 12;

    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    private final PostgresSinkConfig config;
    private final Ledger ledger;
    private final RandomGenerator random = new SplittableRandom();

    private @Nullable Connection connection;

    public TwoPhaseCommitter(PostgresSinkConfig config) {
        this.config = config;
        this.ledger = new Ledger(config.table());
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
        TransactionName name = TransactionName.of(committable);
        for (int attempt = 1; ; attempt++) {
            try {
                if (!commitOnce(committable, name)) {
                    request.signalAlreadyCommitted();
                }
                return;
            } catch (SQLException e) {
                if (!SqlStates.isBusyTransaction(e)) {
                    disconnect();
                }
                if (!SqlStates.isTransient(e) || attempt == ATTEMPTS) {
                    throw new IOException(
                            PostgresErrors.commitUnreachable(name.toString(), attempt), e);
                }
                LOG.warn("Committing {} failed, it is tried again.", name, e);
                Thread.sleep(BACKOFF.delayAfter(attempt, random).toMillis());
            }
        }
    }

    /**
     * Tries once.
     *
     * @return false if the transaction had been committed before
     * @throws IOException if its rows are lost
     */
    private boolean commitOnce(PostgresCommittable committable, TransactionName name)
            throws SQLException, IOException {
        Connection open = connect();
        boolean isCommittedNow = true;
        try {
            PreparedTransactions.commit(open, name);
        } catch (SQLException e) {
            if (!SqlStates.isUnknownTransaction(e)) {
                throw e;
            }
            if (!ledger.isCommitted(open, committable)) {
                throw new IOException(PostgresErrors.transactionLost(name.toString()), e);
            }
            isCommittedNow = false;
        }
        ledger.prune(open, committable);
        return isCommittedNow;
    }

    private Connection connect() throws SQLException {
        if (connection == null) {
            connection = config.connection().open("flink-laminar committer " + config.table());
        }
        return connection;
    }

    private void disconnect() {
        IOUtils.closeQuietly(connection);
        connection = null;
    }

    @Override
    public void close() throws Exception {
        if (connection != null) {
            connection.close();
        }
    }
}
