// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the session's account may do everywhere, its active roles included.
 *
 * @param account as a statement names it
 * @param global privileges on {@code *.*}, in capitals
 */
record MySqlGrants(String account, Set<String> global) {

    private static final Pattern GLOBAL =
            Pattern.compile("GRANT (.+?) ON \\*\\.\\* TO .*", Pattern.CASE_INSENSITIVE);

    /** Each with those that hold it, too; MariaDB has a name of its own for the second. */
    private static final List<Set<String>> REPLICATION =
            List.of(
                    Set.of("REPLICATION SLAVE", "ALL PRIVILEGES"),
                    Set.of("REPLICATION CLIENT", "BINLOG MONITOR", "SUPER", "ALL PRIVILEGES"));

    private static final List<String> NAMES = List.of("REPLICATION SLAVE", "REPLICATION CLIENT");

    MySqlGrants {
        global = Set.copyOf(global);
    }

    static MySqlGrants read(Connection connection) throws SQLException {
        Set<String> global = new HashSet<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet grants = statement.executeQuery("SHOW GRANTS")) {
                while (grants.next()) {
                    Matcher matcher = GLOBAL.matcher(grants.getString(1));
                    if (matcher.matches()) {
                        for (String privilege : matcher.group(1).split(",", -1)) {
                            global.add(privilege.trim().toUpperCase(Locale.ROOT));
                        }
                    }
                }
            }
            try (ResultSet user = statement.executeQuery("SELECT CURRENT_USER()")) {
                user.next();
                return new MySqlGrants(account(user.getString(1)), global);
            }
        }
    }

    /** A user's name may hold an at sign, a host's can't. */
    private static String account(String user) {
        int at = user.lastIndexOf('@');
        return quote(user.substring(0, at)) + "@" + quote(user.substring(at + 1));
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** What a replica needs and the account lacks. */
    List<String> missingForReplication() {
        List<String> missing = new ArrayList<>();
        for (int needed = 0; needed < NAMES.size(); needed++) {
            if (REPLICATION.get(needed).stream().noneMatch(global::contains)) {
                missing.add(NAMES.get(needed));
            }
        }
        return missing;
    }
}
