// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresSession;
import java.io.IOException;
import java.sql.SQLException;

/** Puts rows on the server, as a part of the transaction that runs on the session. */
@FunctionalInterface
interface RowLoader {

    /**
     * Puts the rows from {@code from} to before {@code to} there, but for those that are left out.
     *
     * @param turn is awaited before anything is changed that other batches could change too
     * @return how many rows were left out
     */
    int load(PostgresSession session, RowBatch batch, int from, int to, FlushJob.Turn turn)
            throws SQLException, IOException, InterruptedException;
}
