// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import java.io.IOException;
import java.sql.SQLException;

/** What a guarantee does with a full batch. */
@FunctionalInterface
interface FlushJob {

    /**
     * Brings the rows to the server; on return they are as safe as the guarantee says. Runs on the
     * lane's thread; can be interrupted.
     *
     * @param batch is sealed and not empty
     * @param turn of this batch among the others
     */
    Flushed flush(Lane lane, RowBatch batch, Turn turn)
            throws SQLException, IOException, InterruptedException;

    /** Lets a batch wait for those that were handed over before it. */
    @FunctionalInterface
    interface Turn {

        /** Returns when the rows before are written; throws if they could not be. */
        void await() throws IOException, InterruptedException;
    }

    /**
     * What came of it.
     *
     * @param rows written
     * @param retries after transient failures
     * @param refused rows that the server did not take, and that were left out
     */
    record Flushed(int rows, int retries, int refused) {}
}
