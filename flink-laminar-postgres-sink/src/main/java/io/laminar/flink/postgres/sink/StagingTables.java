// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.sdk.postgres.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The staging tables of co-transactional sinks, in the schema of the target. */
final class StagingTables {

    private final String schema;

    StagingTables(TableName target) {
        this.schema = target.schema();
    }

    TableName tableOf(EpochId id) {
        return new TableName(schema, id.table());
    }

    /** Those whose names begin with {@code prefix}. */
    List<String> names(Connection connection, String prefix) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT c.relname FROM pg_class c JOIN pg_namespace n"
                                + " ON n.oid = c.relnamespace WHERE n.nspname = ?"
                                + " AND c.relkind = 'r' AND starts_with(c.relname::text, ?)"
                                + " ORDER BY c.oid")) {
            query.setString(1, schema);
            query.setString(2, prefix);
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    names.add(result.getString(1));
                }
            }
        }
        return names;
    }

    /** Columns without the sequence number; empty if there is no such table. */
    List<String> columns(Connection connection, EpochId id) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(?)"
                                + " AND attnum > 0 AND attname <> ? ORDER BY attnum")) {
            query.setString(1, tableOf(id).sql());
            query.setString(2, StagingSql.SEQUENCE);
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    columns.add(result.getString(1));
                }
            }
        }
        return columns;
    }

    /** Whether a session is moving rows of one of these tables right now. */
    boolean isBeingCommitted(Connection connection, String prefix) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_class c"
                                + " ON c.oid = l.relation JOIN pg_namespace n"
                                + " ON n.oid = c.relnamespace WHERE l.granted"
                                + " AND l.mode = 'AccessExclusiveLock' AND n.nspname = ?"
                                + " AND l.database = (SELECT oid FROM pg_database WHERE datname"
                                + " = current_database()) AND starts_with(c.relname::text, ?))")) {
            query.setString(1, schema);
            query.setString(2, prefix);
            try (ResultSet result = query.executeQuery()) {
                result.next();
                return result.getBoolean(1);
            }
        }
    }

    void drop(Connection connection, EpochId id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + tableOf(id).sql());
        }
    }
}
