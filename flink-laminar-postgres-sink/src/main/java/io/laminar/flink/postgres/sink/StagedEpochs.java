// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresSession;
import io.laminar.flink.postgres.sink.PostgresCommittable.Kind;
import io.laminar.flink.sdk.postgres.TableName;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * One staging table an epoch, filled by small transactions.
 *
 * <p>It is created with the first batch, so an empty epoch leaves nothing on the server. It is
 * logged: an unlogged one would be empty after a crash of the server. No transaction is open longer
 * than a flush. A batch is written again after a failure, unless its commit may have been done.
 */
final class StagedEpochs implements Epochs, AutonomousFlush.Guard {

    private final StagingTables stages;
    private final String stagedColumns;
    private final List<String> keys;
    private final Run run;
    private final FlushJob flushJob;

    /** Changed by the task's thread only, while no lane is at work. */
    private volatile EpochId current;

    private volatile boolean isOpen;

    StagedEpochs(PostgresSinkConfig config, WritePlan plan, Run run) {
        this.stages = new StagingTables(config.table());
        this.stagedColumns = plan.stagedColumns();
        this.keys = config.writing().key();
        this.run = run;
        this.current = run.epoch(1);
        this.flushJob =
                new AutonomousFlush(plan.copyInto(() -> stage().sql()), this, config.retry());
    }

    private TableName stage() {
        return stages.tableOf(current);
    }

    @Override
    public FlushJob flushJob() {
        return flushJob;
    }

    /** The first lane of an epoch creates the table, the others wait for it. */
    @Override
    public synchronized void before(PostgresSession session) throws SQLException {
        if (isOpen) {
            return;
        }
        session.begin();
        run.check(session);
        try (Statement statement = session.connection().createStatement()) {
            statement.execute(
                    String.format(
                            "CREATE TABLE IF NOT EXISTS %s AS %s", stage().sql(), stagedColumns));
        }
        session.commit();
        isOpen = true;
    }

    @Override
    public void begin(PostgresSession session) throws SQLException {
        run.check(session);
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    @Override
    public PostgresCommittable end(PostgresSession session) {
        EpochId ended = current;
        isOpen = false;
        current = run.epoch(ended.epoch() + 1);
        return new PostgresCommittable(ended, Kind.STAGED, keys);
    }
}
