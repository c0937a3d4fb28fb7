// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresSession;
import io.laminar.flink.sdk.postgres.TableName;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** Commits an epoch that waits in a prepared transaction. */
final class PreparedCommit {

    private final Ledger ledger;

    PreparedCommit(TableName target) {
        this.ledger = new Ledger(target);
    }

    /**
     * Tries once.
     *
     * @return false if it had been committed before
     * @throws IOException if its rows are lost
     */
    boolean commit(PostgresSession session, PostgresCommittable committable)
            throws SQLException, IOException {
        Connection connection = session.connection();
        boolean isCommittedNow = true;
        try {
            PreparedTransactions.commit(connection, committable.id());
        } catch (SQLException e) {
            if (!SqlStates.isUnknownTransaction(e)) {
                throw e;
            }
            if (!ledger.isCommitted(connection, committable.id())) {
                throw new IOException(
                        CommitErrors.transactionLost(committable.id().transaction()), e);
            }
            isCommittedNow = false;
        }
        ledger.prune(connection, committable.id());
        return isCommittedNow;
    }
}
