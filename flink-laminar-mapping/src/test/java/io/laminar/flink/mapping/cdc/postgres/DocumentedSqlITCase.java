// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.testing.PostgresServer;
import io.laminar.flink.testing.TestedSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The SQL of the connector's page and of the specification; only the server is that of the test.
 */
class DocumentedSqlITCase {

    private static final String DOCUMENTED_SERVER =
            "postgresql://app:${env:PG_PASSWORD}@127.0.0.1:5432/app";

    private final PostgresServer server;
    private final CdcJobs jobs;

    DocumentedSqlITCase() throws IOException {
        server = PostgresServer.shared();
        jobs = new CdcJobs(server);
    }

    @AfterEach
    void end() throws Exception {
        jobs.close();
    }

    @Test
    void theQuickStartReadsATable() throws Exception {
        String page = Files.readString(Path.of("../docs/postgres-cdc.md"));
        server.execute("DROP TABLE IF EXISTS users");
        server.execute(TestedSql.blocks("server", page).get(0));
        List<String> statements = List.of(TestedSql.blocks(page).get(0).split(";\\s*"));
        assertThat(statements).hasSize(3);
        jobs.sql().executeSql(statements.get(1).replace(DOCUMENTED_SERVER, server.uri()));
        try (CloseableIterator<Row> rows = jobs.query(statements.get(2))) {
            assertThat(CdcJobs.take(rows, 1)).containsExactly("+I[1, Ann, ann@example.com]");
        }
    }

    @Test
    void theSpecificationsSourceReadsATable() throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS users; CREATE TABLE users (id bigint PRIMARY KEY, name"
                        + " varchar(80), email varchar(80), role text, updated_at timestamp); ALTER"
                        + " TABLE users REPLICA IDENTITY FULL; INSERT INTO users VALUES (1, 'Ann',"
                        + " 'ann@example.com', 'admin', '2024-02-29 12:00')");
        jobs.sql()
                .executeSql(
                        """
                        CREATE TABLE pg_users (
                            id BIGINT,
                            name VARCHAR,
                            email VARCHAR,
                            role VARCHAR,
                            updated_at TIMESTAMP
                        ) WITH (
                            'connector' = 'laminar-postgres-cdc',
                            'connection' = '%s',
                            'table' = 'public.users',
                            'slot.name' = 'laminar_users_slot',
                            'publication.name' = 'laminar_pub'
                        )"""
                                .formatted(server.uri()));
        try (CloseableIterator<Row> rows = jobs.query("SELECT * FROM pg_users")) {
            assertThat(CdcJobs.take(rows, 1))
                    .containsExactly("+I[1, Ann, ann@example.com, admin, 2024-02-29T12:00]");
            assertThat(
                            server.query(
                                    "SELECT slot_name, pubname FROM pg_replication_slots,"
                                            + " pg_publication"))
                    .hasToString("[[laminar_users_slot, laminar_pub]]");
        }
    }
}
