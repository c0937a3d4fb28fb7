// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import io.laminar.flink.postgres.error.PostgresErrors;
import java.sql.SQLException;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** temporary */
@Internal
public final class TwoPhaseObstacles {
    private TwoPhaseObstacles() {}

    public static List<String> findings(PostgresSession session, TableName table, int parallelism)
            throws SQLException {
        return ServerSettings.allowsPreparedTransactions(session.connection())
                ? List.of()
                : List.of(PostgresErrors.noPreparedTransactions("the server"));
    }
}
