// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import io.laminar.flink.sdk.postgres.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.annotation.Internal;

/**
 * Whether the user may write to a table; what it may not is said as the GRANT that an administrator
 * has to run. A right on the whole table will do, and so will one on each column.
 */
@Internal
public final class Privileges {

    private static final String MISSING =
            """
            SELECT current_user,
                   NOT has_schema_privilege(n.oid, 'USAGE'),
                   NOT has_table_privilege(c.oid, ?) AND (? OR EXISTS (
                       SELECT FROM pg_attribute a
                       WHERE a.attrelid = c.oid AND a.attname = ANY (?)
                         AND NOT has_column_privilege(c.oid, a.attnum, ?)))
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ?""";

    private static final String DELETE = "DELETE";

    private Privileges() {}

    /** What appending to these columns needs and is not there, as full sentences. */
    public static List<String> forAppend(
            Connection connection, TableName table, List<String> columns) throws SQLException {
        return findings(connection, table, Map.of("INSERT", columns));
    }

    /**
     * What an upsert of these columns, matched by the key, needs and is not there, as full
     * sentences.
     */
    public static List<String> forUpsert(
            Connection connection, TableName table, List<String> columns, List<String> key)
            throws SQLException {
        Map<String, List<String>> needed = new LinkedHashMap<>();
        needed.put("INSERT", columns);
        // DO UPDATE reads the new values, too, by the columns of the table.
        needed.put("SELECT", columns);
        needed.put("UPDATE", columns.stream().filter(column -> !key.contains(column)).toList());
        return findings(connection, table, needed);
    }

    /** What deleting rows needs and is not there, as full sentences. */
    public static List<String> forDelete(Connection connection, TableName table)
            throws SQLException {
        return findings(connection, table, Map.of(DELETE, List.of()));
    }

    /** COPY takes no part in row-level security; empty where that does not apply to the user. */
    public static List<String> forCopy(Connection connection, TableName table) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT current_user FROM pg_class c JOIN pg_namespace n"
                                + " ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?"
                                + " AND row_security_active(c.oid)")) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet result = statement.executeQuery()) {
                return result.next()
                        ? List.of(TableErrors.rowSecurityActive(result.getString(1)))
                        : List.of();
            }
        }
    }

    /** What making staging tables beside the table needs and is not there, as a full sentence. */
    public static List<String> forStaging(Connection connection, TableName table)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT current_user FROM pg_namespace"
                                + " WHERE nspname = ? AND NOT has_schema_privilege(oid, 'CREATE')")) {
            statement.setString(1, table.schema());
            try (ResultSet result = statement.executeQuery()) {
                return result.next()
                        ? List.of(
                                TableErrors.stagingNotPermitted(
                                        "GRANT CREATE ON SCHEMA "
                                                + TableName.quote(table.schema())
                                                + " TO "
                                                + TableName.quote(result.getString(1))))
                        : List.of();
            }
        }
    }

    /** What making temporary tables needs and is not there, as a full sentence. */
    public static List<String> forTemporaryTable(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT current_database(), current_user WHERE NOT"
                                        + " has_database_privilege(current_database(),"
                                        + " 'TEMPORARY')");
                ResultSet result = statement.executeQuery()) {
            return result.next()
                    ? List.of(
                            TableErrors.temporaryTableNotPermitted(
                                    "GRANT TEMPORARY ON DATABASE "
                                            + TableName.quote(result.getString(1))
                                            + " TO "
                                            + TableName.quote(result.getString(2))))
                    : List.of();
        }
    }

    private static List<String> findings(
            Connection connection, TableName table, Map<String, List<String>> needed)
            throws SQLException {
        Set<String> grants = new TreeSet<>();
        for (Map.Entry<String, List<String>> need : needed.entrySet()) {
            String privilege = need.getKey();
            try (PreparedStatement statement = connection.prepareStatement(MISSING)) {
                statement.setString(1, privilege);
                statement.setBoolean(2, privilege.equals(DELETE));
                statement.setArray(3, connection.createArrayOf("text", need.getValue().toArray()));
                // Columns can't be deleted: the condition before keeps this from being asked.
                statement.setString(4, privilege.equals(DELETE) ? "INSERT" : privilege);
                statement.setString(5, table.schema());
                statement.setString(6, table.table());
                try (ResultSet result = statement.executeQuery()) {
                    if (!result.next()) {
                        return List.of();
                    }
                    String user = TableName.quote(result.getString(1));
                    if (result.getBoolean(2)) {
                        grants.add(
                                "GRANT USAGE ON SCHEMA "
                                        + TableName.quote(table.schema())
                                        + " TO "
                                        + user);
                    }
                    if (result.getBoolean(3)) {
                        grants.add("GRANT " + privilege + " ON " + table.sql() + " TO " + user);
                    }
                }
            }
        }
        return grants.isEmpty() ? List.of() : List.of(TableErrors.writingNotPermitted(grants));
    }
}
