// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresSession;
import java.sql.SQLException;

/**
 * One start of one subtask, as its fence row counts it.
 *
 * @param number from 1
 */
record Run(SinkFence fence, SinkOwner owner, long number) {

    EpochId epoch(long epoch) {
        return new EpochId(owner.qualifiedSinkId(), owner.subtask(), number, epoch);
    }

    /**
     * Keeps a successor from starting until the running transaction is over.
     *
     * @throws org.apache.flink.runtime.execution.SuppressRestartsException if it has started
     */
    void check(PostgresSession session) throws SQLException {
        fence.check(session.connection(), number);
    }
}
