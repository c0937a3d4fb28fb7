// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import io.laminar.flink.mapping.cdc.UpstreamColumn;
import io.laminar.flink.mapping.cdc.UpstreamTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A table as the server describes it.
 *
 * @param isView whether it is made of others
 */
record MySqlTable(UpstreamTable upstream, boolean isView) {

    private static final String OF_TABLE = " WHERE table_schema = ? AND table_name = ? ";

    static MySqlTable read(Connection connection, MySqlTableName name, MySqlTypes types)
            throws SQLException {
        List<UpstreamColumn> columns = new ArrayList<>();
        try (PreparedStatement statement =
                        prepare(
                                connection,
                                "SELECT * FROM information_schema.columns"
                                        + OF_TABLE
                                        + "ORDER BY ordinal_position",
                                name);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                columns.add(types.column(row));
            }
        }
        List<String> key =
                texts(
                        connection,
                        "SELECT column_name FROM information_schema.statistics"
                                + OF_TABLE
                                + "AND index_name = 'PRIMARY' ORDER BY seq_in_index",
                        name);
        List<String> kind =
                texts(
                        connection,
                        "SELECT table_type FROM information_schema.tables" + OF_TABLE,
                        name);
        return new MySqlTable(
                new UpstreamTable(name.quoted(), columns, key),
                kind.stream().anyMatch(type -> type.contains("VIEW")));
    }

    /** The tables of a database that the session's account may know of. */
    static List<String> names(Connection connection, String database) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = ?"
                                + " ORDER BY table_name")) {
            statement.setString(1, database);
            return texts(statement);
        }
    }

    private static List<String> texts(Connection connection, String sql, MySqlTableName name)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, name)) {
            return texts(statement);
        }
    }

    private static List<String> texts(PreparedStatement statement) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    private static PreparedStatement prepare(Connection connection, String sql, MySqlTableName name)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, name.database());
        statement.setString(2, name.table());
        return statement;
    }
}
