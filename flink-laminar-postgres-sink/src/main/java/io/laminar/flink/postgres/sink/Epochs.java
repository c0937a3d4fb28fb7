// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresSession;
import java.sql.SQLException;

/**
 * Where the rows between two checkpoints wait until the second one is complete.
 *
 * <p>Threads: {@link #flushJob()} runs on the lanes' threads; everything else on the task's, and
 * never while a flush is on its way.
 */
interface Epochs {

    /** Brings a batch there; the first one begins the epoch. */
    FlushJob flushJob();

    /** Whether the epoch has begun. */
    boolean isOpen();

    /** Ends the open epoch: from now on its rows outlast this process. */
    PostgresCommittable end(PostgresSession session) throws SQLException;
}
