// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class PostgresServerTest {

    @ParameterizedTest
    @EnumSource(PostgresServer.Shutdown.class)
    void keepsPortRowsAndPreparedTransactionsOverARestart(PostgresServer.Shutdown shutdown)
            throws Exception {
        PostgresServer server = PostgresServer.shared();
        int port = server.port();
        server.execute("DROP TABLE IF EXISTS kept; CREATE TABLE kept (id int)");
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO kept VALUES (1)");
            statement.execute("BEGIN; INSERT INTO kept VALUES (2); PREPARE TRANSACTION 'kept'");

            server.restart(shutdown);

            assertThat(connection.isValid(1)).isFalse();
        }
        assertThat(server.port()).isEqualTo(port);
        assertThat(server.query("SELECT gid FROM pg_prepared_xacts"))
                .isEqualTo(List.of(List.of("kept")));
        server.execute("COMMIT PREPARED 'kept'");
        assertThat(server.queryLong("SELECT count(*) FROM kept")).isEqualTo(2);
    }

    @Test
    void takesSettingsAndCleansUpAfterItself() throws Exception {
        Path data;
        try (PostgresServer server = PostgresServer.start(Map.of("max_connections", "17"))) {
            assertThat(server.query("SHOW max_connections")).isEqualTo(List.of(List.of("17")));
            assertThat(server.query("SHOW synchronous_commit")).isEqualTo(List.of(List.of("on")));
            assertThat(server.query("SHOW wal_level")).isEqualTo(List.of(List.of("logical")));
            assertThat(server.log()).contains("ready to accept connections");
            data = Path.of((String) server.query("SHOW data_directory").get(0).get(0));
        }
        assertThat(Files.exists(data.getParent())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"V15, 15", "V17, 17", "V18, 18"})
    void startsAndRestartsEachVersion(PostgresVersion version, long major) throws Exception {
        try (PostgresServer server = PostgresServer.start(version)) {
            server.execute("CREATE TABLE kept (id int); INSERT INTO kept VALUES (1)");
            server.restart(PostgresServer.Shutdown.FAST);
            assertThat(server.queryLong("SELECT id FROM kept")).isEqualTo(1);
            assertThat(
                            server.queryLong(
                                    "SELECT current_setting('server_version_num')::int / 10000"))
                    .isEqualTo(major);
            assertThat(server.query("SHOW max_prepared_transactions"))
                    .isEqualTo(List.of(List.of("64")));
        }
    }

    @Test
    void createsDatabases() throws Exception {
        PostgresServer server = PostgresServer.shared();
        server.createDatabase("Odd \"name\"");
        assertThat(
                        server.queryLong(
                                "SELECT count(*) FROM pg_database WHERE datname = 'Odd \"name\"'"))
                .isEqualTo(1);
        assertThat(server.uri(1234, "other"))
                .isEqualTo("postgresql://postgres:trusted@127.0.0.1:1234/other");
    }
}
