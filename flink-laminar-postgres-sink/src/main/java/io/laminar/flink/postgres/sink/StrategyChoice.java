// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.postgres.catalog.PostgresSession;
import io.laminar.flink.postgres.catalog.TableErrors;
import io.laminar.flink.postgres.catalog.TwoPhaseObstacles;
import io.laminar.flink.postgres.option.CommitStrategy;
import io.laminar.flink.postgres.option.WriteMode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether rows wait in prepared transactions or in staging tables. */
final class StrategyChoice {

    private static final Logger LOG = LoggerFactory.getLogger(StrategyChoice.class);

    private StrategyChoice() {}

    /**
     * Whether in prepared transactions.
     *
     * @throws IOException if that was asked for, but the server or the table does not allow it
     */
    static boolean isTwoPhase(PostgresSinkConfig config, PostgresSession session, int parallelism)
            throws SQLException, IOException {
        CommitStrategy wanted = config.committing().strategy();
        if (wanted == CommitStrategy.CO_TRANSACTIONAL
                || config.writing().mode() == WriteMode.UPSERT) {
            return false;
        }
        List<String> obstacles = TwoPhaseObstacles.findings(session, config.table(), parallelism);
        if (obstacles.isEmpty()) {
            return true;
        }
        if (wanted == CommitStrategy.TWO_PHASE) {
            throw new IOException(
                    TableErrors.tableDoesNotFit(
                            config.table().toString(),
                            config.connection().displayName(),
                            obstacles));
        }
        LOG.info("Rows wait in staging tables, since two-phase is not possible: {}", obstacles);
        return false;
    }
}
