// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The SQL of prepared transactions (PostgreSQL documentation, PREPARE TRANSACTION). */
final class PreparedTransactions {

    private PreparedTransactions() {}

    /** Those of this database whose names begin with {@code prefix}. */
    static List<String> names(Connection connection, String prefix) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT gid FROM pg_prepared_xacts WHERE database = current_database()"
                                + " AND starts_with(gid, ?) ORDER BY prepared")) {
            query.setString(1, prefix);
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    names.add(result.getString(1));
                }
            }
        }
        return names;
    }

    static void prepare(Connection connection, EpochId id) throws SQLException {
        execute(connection, "PREPARE TRANSACTION", id);
    }

    static void commit(Connection connection, EpochId id) throws SQLException {
        execute(connection, "COMMIT PREPARED", id);
    }

    static void rollback(Connection connection, EpochId id) throws SQLException {
        execute(connection, "ROLLBACK PREPARED", id);
    }

    private static void execute(Connection connection, String command, EpochId id)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // A name holds letters, digits, '.', '-' and '_' only: nothing to escape.
            statement.execute(command + " '" + id.transaction() + "'");
        }
    }
}
