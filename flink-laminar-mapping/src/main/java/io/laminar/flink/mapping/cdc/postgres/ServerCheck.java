// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import io.laminar.flink.mapping.cdc.Findings;
import java.sql.SQLException;
import java.util.List;

/** What the server lacks for logical replication, and what our user may not do there. */
final class ServerCheck {

    /** A managed server's own right to replicate comes by one of these. */
    private static final String MAY_REPLICATE =
            """
            SELECT r.rolsuper OR r.rolreplication OR EXISTS (
                SELECT FROM pg_roles g
                WHERE g.rolname = 'rds_replication' AND pg_has_role(g.oid, 'MEMBER'))
            FROM pg_roles r WHERE r.rolname = current_user""";

    private static final String FREE_SLOTS =
            """
            SELECT current_setting('max_replication_slots')::int AS most,
                   (SELECT count(*) FROM pg_replication_slots)::int AS taken""";

    private static final String FREE_SENDERS =
            """
            SELECT current_setting('max_wal_senders')::int AS most,
                   (SELECT count(*) FROM pg_stat_replication)::int AS taken""";

    /** Debezium 1.9 reads all types of the database, and asks each of these for its labels. */
    private static final String ENUMS_WITHOUT_LABELS =
            """
            SELECT t.oid::regtype::text, t.typtype = 'd' FROM pg_type t
            WHERE t.typcategory = 'E' AND NOT EXISTS (
                SELECT FROM pg_enum e WHERE e.enumtypid = t.oid)
            ORDER BY 1""";

    private ServerCheck() {}

    /**
     * Notes what is wrong.
     *
     * @param newSlots that the job will create
     */
    static void run(UpstreamServer server, int newSlots, Findings findings) throws SQLException {
        if (server.is("SELECT pg_is_in_recovery()")) {
            findings.add(PostgresCdcErrors.STANDBY, PostgresCdcErrors.TAKE_PRIMARY);
        }
        String level = setting(server, "wal_level");
        if (!level.equals("logical")) {
            findings.add(PostgresCdcErrors.walLevel(level), PostgresCdcErrors.SET_WAL_LEVEL);
        }
        if (!server.is(MAY_REPLICATE)) {
            findings.add(
                    PostgresCdcErrors.NO_REPLICATION,
                    PostgresCdcErrors.allowReplication(user(server)));
        }
        checkFree(server, "max_replication_slots", FREE_SLOTS, newSlots, findings);
        checkFree(server, "max_wal_senders", FREE_SENDERS, newSlots, findings);
        List<String> unreadable =
                server.query(
                        ENUMS_WITHOUT_LABELS,
                        row -> (row.getBoolean(2) ? "DOMAIN " : "TYPE ") + row.getString(1));
        if (!unreadable.isEmpty()) {
            findings.add(
                    PostgresCdcErrors.enumsWithoutLabels(unreadable),
                    PostgresCdcErrors.dropTypes(unreadable));
        }
    }

    private static void checkFree(
            UpstreamServer server, String setting, String sql, int needed, Findings findings)
            throws SQLException {
        int[] counts =
                server.query(sql, row -> new int[] {row.getInt("most"), row.getInt("taken")})
                        .get(0);
        if (counts[0] - counts[1] < needed) {
            findings.add(
                    PostgresCdcErrors.tooFew(setting, counts[0], counts[1], needed),
                    PostgresCdcErrors.setTo(setting, counts[1] + needed));
        }
    }

    private static String setting(UpstreamServer server, String name) throws SQLException {
        return server.query("SELECT current_setting(?)", row -> row.getString(1), name).get(0);
    }

    static String user(UpstreamServer server) throws SQLException {
        return server.query("SELECT current_user", row -> row.getString(1)).get(0);
    }
}
