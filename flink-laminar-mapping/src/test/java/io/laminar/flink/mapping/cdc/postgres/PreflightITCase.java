// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/** What the check before the job finds on a real server, and the remedies that it tells. */
class PreflightITCase {

    private static final String COLUMNS = "id BIGINT, name STRING, PRIMARY KEY (id) NOT ENFORCED";

    private final PostgresServer server;
    private final CdcJobs jobs;

    PreflightITCase() throws IOException {
        server = PostgresServer.shared();
        jobs = new CdcJobs(server);
    }

    @BeforeEach
    void createUsers() throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS users; CREATE TABLE users (id bigint PRIMARY KEY, name text)");
    }

    @AfterEach
    void end() throws Exception {
        jobs.close();
    }

    @Test
    void createsThePublicationOfATableThatIsFit() throws Exception {
        assertThatCode(() -> plan(COLUMNS, "users", Map.of("publication.name", "mine")))
                .doesNotThrowAnyException();
        assertThat(
                        server.query(
                                "SELECT tablename FROM pg_publication_tables WHERE pubname ="
                                        + " 'mine'"))
                .hasToString("[[users]]");
    }

    @Test
    void findsAnOldLogLevelAndTooFewSlots() throws Exception {
        try (PostgresServer old =
                PostgresServer.start(
                        Map.of(
                                "wal_level", "replica",
                                "max_replication_slots", "1",
                                "max_wal_senders", "0"))) {
            old.execute("CREATE TABLE users (id bigint PRIMARY KEY, name text)");
            assertThatThrownBy(() -> plan(old.uri(), COLUMNS, "users", Map.of()))
                    .hasRootCauseMessage(
                            "Connector 'laminar-postgres-cdc': the changes of the table"
                                    + " \"public\".\"users\" on 127.0.0.1:"
                                    + old.port()
                                    + "/postgres can't be read. 3 things need mending:\n"
                                    + "- The server's wal_level is 'replica', but changes can be"
                                    + " read with 'logical' only.\n"
                                    + "  Mend it: ALTER SYSTEM SET wal_level = 'logical'; and"
                                    + " restart the server.\n"
                                    + "- The server's max_replication_slots is 1, of which 0 are"
                                    + " taken, but this job needs 2: one that stays, and one for"
                                    + " each subtask while the snapshot is read.\n"
                                    + "  Mend it: ALTER SYSTEM SET max_replication_slots = 2; and"
                                    + " restart the server.\n"
                                    + "- The server's max_wal_senders is 0, of which 0 are taken,"
                                    + " but this job needs 2: one that stays, and one for each"
                                    + " subtask while the snapshot is read.\n"
                                    + "  Mend it: ALTER SYSTEM SET max_wal_senders = 2; and restart"
                                    + " the server.");
        }
    }

    @Test
    void findsWhatTheUserMayNotDo() throws Exception {
        server.execute("DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN");
        assertFindings(
                Map.of("connection", server.uri().replace("postgres:trusted", "reader:x")),
                "users",
                "- The user may not replicate.\n"
                        + "  Mend it: ALTER ROLE \"reader\" REPLICATION; (Amazon RDS: GRANT"
                        + " rds_replication TO \"reader\";)",
                "- The user may not read \"public\".\"users\".\n"
                        + "  Mend it: GRANT USAGE ON SCHEMA \"public\" TO \"reader\"; GRANT SELECT"
                        + " ON \"public\".\"users\" TO \"reader\";",
                "is missing, and \"reader\" may not create it: that takes CREATE on the database,"
                        + " and the table's owner.\n"
                        + "  Mend it: CREATE PUBLICATION laminar_public_users_");
    }

    @Test
    void findsAMissingTable() {
        assertFindings(
                Map.of(),
                "usres",
                "- The database has no table \"public\".\"usres\".\n"
                        + "  Mend it: write 'table' = 'public.users' if that is meant.");
        assertFindings(
                Map.of(),
                "nowhere.to_be_found",
                "Mend it: write 'table' = 'schema.table'; names with capitals in double quotes.");
    }

    @Test
    void findsAView() throws Exception {
        server.execute("CREATE OR REPLACE VIEW one AS SELECT 1 AS id");
        assertFindings(
                Map.of(),
                "one",
                "- \"public\".\"one\" is a view or a foreign table, which has no changes.\n"
                        + "  Mend it: name a table that it is made of.");
    }

    @Test
    void findsATableThatIsNotInTheLog() throws Exception {
        server.execute("ALTER TABLE users SET UNLOGGED");
        assertFindings(
                Map.of(),
                "users",
                "- \"public\".\"users\" is not in the server's log: it is unlogged.\n"
                        + "  Mend it: ALTER TABLE \"public\".\"users\" SET LOGGED;");
    }

    @Test
    void findsAPartitionedTable() throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS parts; CREATE TABLE parts (id bigint PRIMARY KEY, name text)"
                        + " PARTITION BY RANGE (id)");
        assertFindings(
                Map.of(),
                "parts",
                "- \"public\".\"parts\" is partitioned.\n"
                        + "  Mend it: set 'scan.include-partitioned-tables.enabled' = 'true', or"
                        + " name a partition.");
    }

    @Test
    void findsATableWithoutAKey() throws Exception {
        server.execute("ALTER TABLE users DROP CONSTRAINT users_pkey");
        assertFindings(
                Map.of(),
                "users",
                "- \"public\".\"users\" has no primary key.\n"
                        + "  Mend it: ALTER TABLE \"public\".\"users\" ADD PRIMARY KEY (…); or, with"
                        + " REPLICA IDENTITY FULL, set 'scan.incremental.snapshot.enabled' ="
                        + " 'false', or 'scan.incremental.snapshot.chunk.key-column' to a column by"
                        + " which the snapshot can be cut.");
    }

    @Test
    void findsAKeyThatCannotBeCut() throws Exception {
        server.execute(
                "ALTER TABLE users DROP CONSTRAINT users_pkey; ALTER TABLE users ADD ip inet"
                        + " PRIMARY KEY");
        assertFindings(
                "ip STRING, PRIMARY KEY (ip) NOT ENFORCED",
                Map.of(),
                "users",
                "- The snapshot can't be cut by the column 'ip' of type inet.\n"
                        + "  Mend it: set 'scan.incremental.snapshot.chunk.key-column' to a column"
                        + " of numbers, text, uuid or time, or 'scan.incremental.snapshot.enabled'"
                        + " = 'false'.");
    }

    @Test
    void holdsTheReplicaIdentityAgainstTheChangelogMode() throws Exception {
        assertFindings(
                Map.of("changelog-mode", "all"),
                "users",
                "- 'changelog-mode' = 'all' needs rows as they were before a change, but the"
                        + " replica identity of \"public\".\"users\" is not FULL.\n"
                        + "  Mend it: ALTER TABLE \"public\".\"users\" REPLICA IDENTITY FULL; or"
                        + " remove 'changelog-mode'.");
        assertFindings(
                "id BIGINT, name STRING",
                Map.of(),
                "users",
                "- The DDL has no primary key, which 'changelog-mode' = 'upsert' needs: the replica"
                        + " identity of \"public\".\"users\" tells the key of a row, and no more.\n"
                        + "  Mend it: write PRIMARY KEY (`id`) NOT ENFORCED; or ALTER TABLE"
                        + " \"public\".\"users\" REPLICA IDENTITY FULL; and remove"
                        + " 'changelog-mode'.");
        server.execute("ALTER TABLE users REPLICA IDENTITY NOTHING");
        assertFindings(
                Map.of(),
                "users",
                "- The replica identity of \"public\".\"users\" does not hold its primary key, so"
                        + " that nobody can tell which row was changed.\n"
                        + "  Mend it: ALTER TABLE \"public\".\"users\" REPLICA IDENTITY DEFAULT;");
    }

    @Test
    void findsLargeValuesThatAnUpdateWouldLose() throws Exception {
        server.execute(
                "ALTER TABLE users ALTER name SET STORAGE EXTERNAL; INSERT INTO users VALUES (1,"
                        + " repeat('x', 10000))");
        assertFindings(
                Map.of(),
                "users",
                "- Large values (2 kB and more) of name in \"public\".\"users\" that an UPDATE"
                        + " leaves as they are arrive as '__debezium_unavailable_value', since its"
                        + " replica identity is not FULL.\n"
                        + "  Mend it: ALTER TABLE \"public\".\"users\" REPLICA IDENTITY FULL; or"
                        + " leave the columns out of the DDL; or take it as it is by"
                        + " 'changelog-mode' = 'upsert'.");
        assertThatCode(() -> plan(COLUMNS, "users", Map.of("changelog-mode", "upsert")))
                .doesNotThrowAnyException();
    }

    @Test
    void findsAPublicationWithoutTheTableOrItsChanges() throws Exception {
        server.execute("CREATE PUBLICATION other WITH (publish = 'insert')");
        assertFindings(
                Map.of("publication.name", "other"),
                "users",
                "- The publication 'other' does not hold \"public\".\"users\".\n"
                        + "  Mend it: ALTER PUBLICATION other ADD TABLE \"public\".\"users\";",
                "- The publication 'other' leaves out inserts, updates or deletes.\n"
                        + "  Mend it: ALTER PUBLICATION other SET (publish = 'insert, update,"
                        + " delete, truncate');");
    }

    @Test
    void findsASlotThatIsOfSomethingElse() throws Exception {
        server.query("SELECT pg_create_logical_replication_slot('odd', 'test_decoding')::text");
        assertFindings(
                Map.of("slot.name", "odd"),
                "users",
                "- The replication slot 'odd' is there, but is of the plugin 'test_decoding'.\n"
                        + "  Mend it: set 'slot.name' to another name.");
        server.query("SELECT pg_create_physical_replication_slot('raw')::text");
        assertFindings(
                Map.of("slot.name", "raw"),
                "users",
                "- The replication slot 'raw' is there, but is a physical one.");
    }

    @Test
    void findsASlotThatSomebodyReads() throws Exception {
        server.execute("CREATE PUBLICATION p FOR TABLE users");
        server.query("SELECT pg_create_logical_replication_slot('busy', 'pgoutput')::text");
        Properties replication = new Properties();
        replication.setProperty("replication", "database");
        replication.setProperty("assumeMinServerVersion", "9.4");
        replication.setProperty("preferQueryMode", "simple");
        try (Connection connection = new Driver().connect(server.jdbcUrl(), replication)) {
            connection
                    .unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .replicationStream()
                    .logical()
                    .withSlotName("busy")
                    .withSlotOption("proto_version", "1")
                    .withSlotOption("publication_names", "p")
                    .start();
            assertFindings(
                    Map.of("slot.name", "busy", "publication.name", "p"),
                    "users",
                    "- The replication slot 'busy' is being read by somebody else.\n"
                            + "  Mend it: end the job that reads it, or give this table a name of"
                            + " its own by 'slot.name'.");
        }
    }

    @Test
    void findsASlotWhosePublicationIsGone() throws Exception {
        server.query("SELECT pg_create_logical_replication_slot('alone', 'pgoutput')::text");
        assertFindings(
                Map.of("slot.name", "alone", "publication.name", "gone"),
                "users",
                "- The publication 'gone' is missing, while the replication slot is there.\n"
                        + "  Mend it: set 'publication.name' to the one that the slot was used"
                        + " with; or, for a job that starts anew, drop the slot: SELECT"
                        + " pg_drop_replication_slot('…');");
    }

    @Test
    void findsTypesAtWhichFlinkCdcFails() throws Exception {
        server.execute("CREATE TYPE mood AS ENUM ('ok'); CREATE DOMAIN good_mood AS mood");
        try {
            assertFindings(
                    Map.of(),
                    "users",
                    "- The database has DOMAIN good_mood, at which Flink CDC 3.5 fails in every"
                            + " table: a domain over an enum, or an enum without labels.\n"
                            + "  Mend it: DROP DOMAIN good_mood; and use the enum, with labels.");
        } finally {
            server.execute("DROP DOMAIN good_mood; DROP TYPE mood");
        }
    }

    @Test
    void findsATwinInOtherCapitals() throws Exception {
        server.execute("CREATE TABLE \"Users\" (id int PRIMARY KEY)");
        try {
            assertFindings(
                    Map.of(),
                    "users",
                    "- \"public\".\"users\" differs from the table 'Users' in capitals only, and"
                            + " Flink CDC would read both.\n"
                            + "  Mend it: ALTER TABLE \"public\".\"users\" RENAME TO …;");
        } finally {
            server.execute("DROP TABLE \"Users\"");
        }
    }

    @Test
    void holdsTheDdlAgainstTheTable() {
        assertFindings(
                "id INT, nmae STRING, PRIMARY KEY (id) NOT ENFORCED",
                Map.of(),
                "users",
                "2 things need mending:",
                "- The column 'id' is INT in the DDL, which does not take every value of bigint.",
                "- The DDL has the column 'nmae', which \"public\".\"users\" lacks.");
    }

    private void assertFindings(Map<String, String> options, String table, String... findings) {
        assertFindings(COLUMNS, options, table, findings);
    }

    private void assertFindings(
            String columns, Map<String, String> options, String table, String... findings) {
        Map<String, String> more = new HashMap<>(options);
        String connection = more.remove("connection");
        String uri = connection == null ? server.uri() : connection;
        assertThatThrownBy(() -> plan(uri, columns, table, more))
                .rootCause()
                .hasMessageContainingAll(findings);
    }

    private void plan(String columns, String table, Map<String, String> options) {
        plan(server.uri(), columns, table, options);
    }

    private void plan(String uri, String columns, String table, Map<String, String> options) {
        jobs.sql().executeSql("DROP TEMPORARY TABLE IF EXISTS planned");
        jobs.sql().executeSql(CdcJobs.ddl(uri, "planned", columns, table, options));
        jobs.sql().explainSql("SELECT * FROM planned");
    }
}
