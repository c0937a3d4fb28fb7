// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.sdk.postgres.TableName;
import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrivilegesITCase {

    private static final TableName TABLE = new TableName("rights", "T");

    private final PostgresServer server;

    PrivilegesITCase() throws IOException {
        server = PostgresServer.shared();
    }

    @BeforeEach
    void createTable() throws Exception {
        server.execute(
                "DROP SCHEMA IF EXISTS rights CASCADE; DROP ROLE IF EXISTS \"a writer\"; CREATE ROLE"
                        + " \"a writer\"; CREATE SCHEMA rights; CREATE TABLE rights.\"T\" (id int"
                        + " PRIMARY KEY, v int, other int)");
    }

    @AfterEach
    void dropTable() throws Exception {
        server.execute("DROP SCHEMA rights CASCADE; DROP ROLE \"a writer\"");
    }

    private interface Check {
        List<String> findings(Connection connection) throws SQLException;
    }

    private List<String> asWriter(Check check) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE \"a writer\"");
            return check.findings(connection);
        }
    }

    private List<String> append() throws SQLException {
        return asWriter(c -> Privileges.forAppend(c, TABLE, List.of("id", "v")));
    }

    private List<String> upsert() throws SQLException {
        return asWriter(c -> Privileges.forUpsert(c, TABLE, List.of("id", "v"), List.of("id")));
    }

    @Test
    void namesTheRightsThatAppendingLacks() throws Exception {
        assertThat(append())
                .containsExactly(
                        "the user may not write there. Have an administrator run: GRANT INSERT ON"
                                + " \"rights\".\"T\" TO \"a writer\"; GRANT USAGE ON SCHEMA"
                                + " \"rights\" TO \"a writer\";");
        server.execute(
                "GRANT INSERT ON rights.\"T\" TO \"a writer\"; GRANT USAGE ON SCHEMA rights TO \"a"
                        + " writer\"");
        assertThat(append()).isEmpty();
    }

    @Test
    void takesRightsOnTheColumnsToo() throws Exception {
        server.execute(
                "GRANT USAGE ON SCHEMA rights TO \"a writer\"; GRANT INSERT (id) ON rights.\"T\" TO"
                        + " \"a writer\"");
        assertThat(append()).hasSize(1);
        server.execute("GRANT INSERT (v) ON rights.\"T\" TO \"a writer\"");
        assertThat(append()).isEmpty();
        server.execute(
                "GRANT SELECT (id, v) ON rights.\"T\" TO \"a writer\"; GRANT UPDATE (v) ON"
                        + " rights.\"T\" TO \"a writer\"");
        assertThat(upsert()).isEmpty();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE \"a writer\"");
            statement.execute(
                    "INSERT INTO rights.\"T\" (id, v) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET v"
                            + " = EXCLUDED.v");
        }
    }

    @Test
    void namesTheRightsThatUpsertAndDeletionLack() throws Exception {
        server.execute(
                "GRANT USAGE ON SCHEMA rights TO \"a writer\"; GRANT INSERT ON rights.\"T\" TO \"a"
                        + " writer\"");
        assertThat(upsert())
                .containsExactly(
                        "the user may not write there. Have an administrator run: GRANT SELECT ON"
                                + " \"rights\".\"T\" TO \"a writer\"; GRANT UPDATE ON"
                                + " \"rights\".\"T\" TO \"a writer\";");
        assertThat(asWriter(c -> Privileges.forDelete(c, TABLE)))
                .containsExactly(
                        "the user may not write there. Have an administrator run: GRANT DELETE ON"
                                + " \"rights\".\"T\" TO \"a writer\";");
        server.execute("GRANT DELETE, SELECT, UPDATE ON rights.\"T\" TO \"a writer\"");
        assertThat(upsert()).isEmpty();
        assertThat(asWriter(c -> Privileges.forDelete(c, TABLE))).isEmpty();
    }

    @Test
    void namesTheRightThatStagingLacks() throws Exception {
        assertThat(asWriter(c -> Privileges.forStaging(c, TABLE)))
                .containsExactly(
                        "the user may not create the staging tables of 'co-transactional' there. Have"
                                + " an administrator run: GRANT CREATE ON SCHEMA \"rights\" TO \"a"
                                + " writer\";");
        server.execute("GRANT CREATE ON SCHEMA rights TO \"a writer\"");
        assertThat(asWriter(c -> Privileges.forStaging(c, TABLE))).isEmpty();
    }

    @Test
    void namesTheRightThatATemporaryTableLacks() throws Exception {
        assertThat(asWriter(Privileges::forTemporaryTable)).isEmpty();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            // Rolled back: other tests share the database.
            connection.setAutoCommit(false);
            statement.execute("REVOKE TEMPORARY ON DATABASE postgres FROM PUBLIC");
            statement.execute("SET ROLE \"a writer\"");
            assertThat(Privileges.forTemporaryTable(connection))
                    .containsExactly(
                            "the user may not create the temporary table that an upsert"
                                    + " 'at-least-once' goes through. Have an administrator run:"
                                    + " GRANT TEMPORARY ON DATABASE \"postgres\" TO \"a writer\";");
            connection.rollback();
        }
    }

    @Test
    void saysThatCopyDoesNotWorkWithRowLevelSecurity() throws Exception {
        server.execute("ALTER TABLE rights.\"T\" ENABLE ROW LEVEL SECURITY");
        assertThat(asWriter(c -> Privileges.forCopy(c, TABLE)))
                .containsExactly(
                        "row-level security applies to the user a writer, and COPY does not work with"
                                + " it. Give the user BYPASSRLS, or set 'delivery.guarantee' ="
                                + " 'exactly-once' and 'commit.strategy' = 'co-transactional', which"
                                + " inserts.");
        try (Connection owner = server.connect()) {
            assertThat(Privileges.forCopy(owner, TABLE)).isEmpty();
        }
    }
}
