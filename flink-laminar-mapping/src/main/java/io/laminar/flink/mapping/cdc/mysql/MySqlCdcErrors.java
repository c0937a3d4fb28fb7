// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What users of {@code laminar-mysql-cdc} read, and the server's errors that lead there. */
final class MySqlCdcErrors {

    private static final int ACCESS_DENIED = 1045;
    private static final int DATABASE_DENIED = 1044;
    private static final int TABLE_DENIED = 1142;
    private static final int UNKNOWN_DATABASE = 1049;
    private static final int UNKNOWN_TABLE = 1146;

    /** SQLSTATE class of connections that fail. */
    private static final String CONNECTION = "08";

    private MySqlCdcErrors() {}

    static boolean isDenied(SQLException e) {
        return Set.of(DATABASE_DENIED, TABLE_DENIED).contains(e.getErrorCode());
    }

    static boolean isMissing(SQLException e) {
        return Set.of(UNKNOWN_DATABASE, UNKNOWN_TABLE).contains(e.getErrorCode());
    }

    static boolean isLogin(SQLException e) {
        return e.getErrorCode() == ACCESS_DENIED;
    }

    /** Whether nobody answers there. */
    static boolean isUnreachable(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith(CONNECTION);
    }

    static String driverMissing() {
        return "Connector 'laminar-mysql-cdc' needs MySQL's JDBC driver, which is not on the class"
                + " path: put com.mysql:mysql-connector-j:8.4.0 beside the jar of the official"
                + " connector, which comes without it.";
    }

    static String badTable(String text) {
        return String.format(
                "'table' is '%s', but must be 'table' or 'database.table'; a part that holds a dot"
                        + " or a quote goes in backticks.",
                text);
    }

    static String databaseMissing(String table) {
        return String.format(
                "The database of '%s' is missing: name it in 'connection', in 'database', or in"
                        + " 'table' as 'database.table'.",
                table);
    }

    static String badServerId(String text) {
        return String.format(
                "'server_id' is '%s', but must be a range such as '5400-5403', or its first id, of"
                        + " numbers from 1 to 2147483647.",
                text);
    }

    static String fewServerIds(ServerIds ids, int needed) {
        return String.format(
                "'server_id' is '%s', %d %s, but %d subtasks need one each: write '%d-%d', or set"
                        + " 'scan.parallelism' to %d.",
                ids,
                ids.count(),
                ids.count() == 1 ? "id" : "ids",
                needed,
                ids.first(),
                ids.first() + needed - 1,
                ids.count());
    }

    static String loginRefused(MySqlTarget target, SQLException e) {
        return String.format(
                "Connector 'laminar-mysql-cdc': the server %s refuses the login: %s. Check user and"
                        + " password, and the host that the account is for.",
                target.server(), e.getMessage());
    }

    static String checkFailed(MySqlTarget target, SQLException e) {
        return String.format(
                "Connector 'laminar-mysql-cdc': the server %s could not be checked: %s",
                target.server(), e.getMessage());
    }

    static String noSchema(MySqlTarget target, SQLException e) {
        return String.format(
                "Connector 'laminar-mysql-cdc': the columns of %s can't be read from the server: %s"
                        + " Write them in the DDL, or mend the connection.",
                target, e.getMessage());
    }

    static String noBinaryLog() {
        return "The server keeps no binary log (log_bin = OFF).";
    }

    static String logChanges() {
        return "set log_bin = binlog under [mysqld] and restart the server.";
    }

    static String badVariable(String name, String actual, String wanted) {
        return String.format("The server has %s = '%s', not '%s'.", name, actual, wanted);
    }

    static String setVariable(String name, String value) {
        return String.format(
                "SET GLOBAL %s = '%s'; and the same under [mysqld]. Open sessions keep their own:"
                        + " end them.",
                name, value);
    }

    static String privilegesMissing(String account, List<String> privileges, String where) {
        return String.format(
                "The account %s lacks %s on %s.", account, String.join(", ", privileges), where);
    }

    static String grant(String account, List<String> privileges, String where) {
        return String.format(
                "GRANT %s ON %s TO %s;", String.join(", ", privileges), where, account);
    }

    static String tableMissing(MySqlTableName name) {
        return String.format("There is no table %s.", name.quoted());
    }

    static String takeTable(Optional<String> nearest, List<String> tables) {
        return nearest.map(name -> String.format("write '%s' if that is meant.", name))
                .orElseGet(
                        () ->
                                tables.isEmpty()
                                        ? "check the database, in which the account sees no table."
                                        : String.format(
                                                "write one of its database: %s.",
                                                String.join(", ", tables)));
    }

    static String isView(String table) {
        return String.format("%s is a view, whose changes are not logged.", table);
    }

    static String takeBase() {
        return "read the tables that it is made of, and write the view as a query of Flink.";
    }

    static String keyMissing(String table) {
        return String.format("%s has no primary key, by which it could be read in parts.", table);
    }

    static String addKey(String table) {
        return String.format(
                "ALTER TABLE %s ADD PRIMARY KEY (…); or set '%s' to a column that never changes.",
                table, MySqlCheck.CHUNK_KEY);
    }

    static String otherZone(String written, String name, String offset) {
        return String.format(
                "'%s' is '%s', but the server's clock is at %s (time_zone = '%s').",
                ServerZone.OPTION, written, offset, name);
    }

    static String removeZone() {
        return String.format(
                "remove '%s': the server's own zone is taken then.", ServerZone.OPTION);
    }
}
