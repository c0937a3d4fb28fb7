// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes of a real server's tables, read by a job. */
class PostgresCdcITCase {

    private static final String USERS =
            "DROP TABLE IF EXISTS users; CREATE TABLE users (id bigint PRIMARY KEY, name text);"
                    + " INSERT INTO users VALUES (1, 'Ann'), (2, 'Bob');";
    private static final String COLUMNS = "id BIGINT, name STRING, PRIMARY KEY (id) NOT ENFORCED";

    private final PostgresServer server;
    private final CdcJobs jobs;

    PostgresCdcITCase() throws IOException {
        server = PostgresServer.shared();
        jobs = new CdcJobs(server);
    }

    @AfterEach
    void end() throws Exception {
        jobs.close();
    }

    @Test
    void readsTheTableAndThenEachChange() throws Exception {
        server.execute(USERS);
        jobs.create("users", COLUMNS, "public.users", Map.of());
        try (CloseableIterator<Row> rows = jobs.query("SELECT * FROM users")) {
            assertThat(CdcJobs.take(rows, 2)).containsExactlyInAnyOrder("+I[1, Ann]", "+I[2, Bob]");
            server.execute("INSERT INTO users VALUES (3, 'Cid')");
            server.execute("UPDATE users SET name = 'Anna' WHERE id = 1");
            server.execute("DELETE FROM users WHERE id = 2");
            server.execute("UPDATE users SET id = 4 WHERE id = 3");
            assertThat(CdcJobs.take(rows, 6))
                    .containsExactly(
                            "+I[3, Cid]",
                            "-U[1, Ann]",
                            "+U[1, Anna]",
                            "-D[2, Bob]",
                            "-D[3, Cid]",
                            "+I[4, Cid]");
        }
    }

    @Test
    void readsWholeRowsAsTheyWereWithReplicaIdentityFull() throws Exception {
        server.execute(USERS + " ALTER TABLE users REPLICA IDENTITY FULL");
        // Without a key in the DDL: nothing but the log could tell the row as it was.
        jobs.create("users", "id BIGINT, name STRING", "users", Map.of());
        try (CloseableIterator<Row> rows = jobs.query("SELECT * FROM users")) {
            CdcJobs.take(rows, 2);
            server.execute("UPDATE users SET name = 'Anna' WHERE id = 1");
            server.execute("DELETE FROM users WHERE id = 2");
            assertThat(CdcJobs.take(rows, 3))
                    .containsExactly("-U[1, Ann]", "+U[1, Anna]", "-D[2, Bob]");
        }
    }

    @Test
    void keepsALargeValueThatAnUpdateLeavesAsItIs() throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS pages; CREATE TABLE pages (id int PRIMARY KEY, hits int, body"
                        + " text STORAGE EXTERNAL); ALTER TABLE pages REPLICA IDENTITY FULL; INSERT"
                        + " INTO pages VALUES (1, 0, repeat('x', 100000))");
        jobs.create("pages", "id INT, hits INT, body STRING", "pages", Map.of());
        try (CloseableIterator<Row> rows =
                jobs.query("SELECT hits, CHAR_LENGTH(body) FROM pages")) {
            CdcJobs.take(rows, 1);
            server.execute("UPDATE pages SET hits = 1");
            assertThat(CdcJobs.take(rows, 2)).containsExactly("-U[0, 100000]", "+U[1, 100000]");
        }
    }

    @Test
    void goesOnWhenTheTableGetsAColumnAndIsTruncated() throws Exception {
        server.execute(USERS);
        jobs.create("users", COLUMNS, "users", Map.of());
        try (CloseableIterator<Row> rows = jobs.query("SELECT * FROM users")) {
            CdcJobs.take(rows, 2);
            server.execute("ALTER TABLE users ADD COLUMN age int DEFAULT 7");
            server.execute("TRUNCATE users");
            server.execute("INSERT INTO users VALUES (5, 'Eve', 8)");
            // A truncation is no change of rows for Flink CDC.
            assertThat(CdcJobs.take(rows, 1)).containsExactly("+I[5, Eve]");
        }
    }

    @Test
    void theLogGoesOnForATableThatNobodyWritesTo() throws Exception {
        server.execute(USERS + " DROP TABLE IF EXISTS busy; CREATE TABLE busy (i int);");
        jobs.create(
                "users",
                COLUMNS,
                "users",
                Map.of(
                        "slot.name", "idle",
                        "heartbeat.interval.ms", "500 ms",
                        "scan.lsn-commit.checkpoints-num-delay", "0"));
        try (CloseableIterator<Row> rows = jobs.query("SELECT * FROM users")) {
            CdcJobs.take(rows, 2);
            server.execute("INSERT INTO busy SELECT * FROM generate_series(1, 10000)");
            Object written = server.query("SELECT pg_current_wal_lsn()::text").get(0).get(0);
            Awaitility.await()
                    .until(
                            () ->
                                    server.queryLong(
                                                    "SELECT count(*) FROM pg_replication_slots WHERE"
                                                            + " slot_name = 'idle' AND"
                                                            + " confirmed_flush_lsn > '"
                                                            + written
                                                            + "'")
                                            == 1);
        }
    }
}
