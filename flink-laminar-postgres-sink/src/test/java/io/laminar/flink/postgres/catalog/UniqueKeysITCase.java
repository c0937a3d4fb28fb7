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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UniqueKeysITCase {

    private static final TableName TABLE = new TableName("public", "Keyed");
    private static final String CREATE =
            "CREATE UNIQUE INDEX ON \"public\".\"Keyed\" (\"a\", \"B\");";

    private final PostgresServer server;

    UniqueKeysITCase() throws IOException {
        server = PostgresServer.shared();
    }

    @BeforeEach
    void createTable() throws Exception {
        create("CREATE TABLE \"Keyed\" (a int NOT NULL, \"B\" int NOT NULL, c int)");
    }

    @AfterEach
    void dropTable() throws Exception {
        server.execute("DROP TABLE \"Keyed\"");
    }

    private void create(String sql) throws Exception {
        server.execute("DROP TABLE IF EXISTS \"Keyed\"; " + sql);
    }

    private List<String> findings() throws SQLException {
        try (Connection connection = server.connect()) {
            return UniqueKeys.findings(connection, TABLE, List.of("a", "B"));
        }
    }

    /** What we say about the key is what the server does with it. */
    private boolean takesConflicts() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO \"Keyed\" (a, \"B\") VALUES (1, 1) ON CONFLICT (a, \"B\") DO UPDATE"
                            + " SET c = 1");
            return true;
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isIn("42P10", "55000");
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE \"Keyed\" ADD PRIMARY KEY (a, \"B\")",
                "ALTER TABLE \"Keyed\" ADD PRIMARY KEY (\"B\", a)",
                "ALTER TABLE \"Keyed\" ADD UNIQUE (a, \"B\")",
                "CREATE UNIQUE INDEX ON \"Keyed\" (\"B\" DESC, a) INCLUDE (c)",
                "CREATE UNIQUE INDEX ON \"Keyed\" (a, \"B\") WHERE c = 1;"
                        + " CREATE UNIQUE INDEX ON \"Keyed\" (a, \"B\")"
            })
    void takesAUniqueIndexOnExactlyTheKey(String index) throws Exception {
        server.execute(index);
        assertThat(findings()).isEmpty();
        assertThat(takesConflicts()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT",
                "CREATE INDEX ON \"Keyed\" (a, \"B\")",
                "CREATE UNIQUE INDEX ON \"Keyed\" (a)",
                "CREATE UNIQUE INDEX ON \"Keyed\" (a, \"B\", c)",
                "CREATE UNIQUE INDEX ON \"Keyed\" (a, (\"B\" + 1))"
            })
    void saysWhichIndexToCreateWhereThereIsNone(String index) throws Exception {
        server.execute(index);
        assertThat(takesConflicts()).isFalse();
        assertThat(findings())
                .containsExactly(
                        "the key (a, B) is not unique there: no unique index is on exactly these"
                                + " columns, so no row can take another's place. Run: "
                                + CREATE
                                + " or mend the key.");
        server.execute(CREATE);
        assertThat(findings()).isEmpty();
        assertThat(takesConflicts()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "deferrable | ALTER TABLE \"Keyed\" ADD CONSTRAINT k UNIQUE (a, \"B\") DEFERRABLE",
                "partial | CREATE UNIQUE INDEX k ON \"Keyed\" (a, \"B\") WHERE c > 0"
            })
    void saysWhyAnIndexWillNotDo(String flaw, String index) throws Exception {
        server.execute(index);
        assertThat(takesConflicts()).isFalse();
        assertThat(findings())
                .containsExactly(
                        "the key (a, B) has the unique index 'k' there, but it is "
                                + flaw
                                + ", and INSERT … ON CONFLICT does not take it. Run: "
                                + CREATE);
    }

    @Test
    void takesTheIndexOfAPartitionedTableOnceAllPartitionsHaveIt() throws Exception {
        create(
                "CREATE TABLE \"Keyed\" (a int, \"B\" int, c int) PARTITION BY RANGE (a);"
                        + " CREATE TABLE keyed_part PARTITION OF \"Keyed\" FOR VALUES FROM (0) TO (9);"
                        + " CREATE UNIQUE INDEX k ON ONLY \"Keyed\" (a, \"B\")");
        assertThat(takesConflicts()).isFalse();
        assertThat(findings())
                .containsExactly(
                        "the key (a, B) has the unique index 'k' there, but it is invalid, and INSERT"
                                + " … ON CONFLICT does not take it. Run: "
                                + CREATE);
        server.execute(CREATE);
        assertThat(findings()).isEmpty();
        assertThat(takesConflicts()).isTrue();
    }

    @Test
    void saysThatTheKeyHasToHoldThePartitionColumns() throws Exception {
        create("CREATE TABLE \"Keyed\" (a int, \"B\" int, c int) PARTITION BY RANGE (a, c)");
        assertThat(findings())
                .containsExactly(
                        "the key (a, B) is not unique there, and can't be: the table is partitioned"
                                + " by c, which every unique index of it has to hold. Add that to"
                                + " the key, on the server and in the DDL.");
    }
}
