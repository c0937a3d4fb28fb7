// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Types that PostgreSQL has and Flink has not, from Flink SQL to a partitioned table. */
class TypesITCase {

    private final PostgresServer server;
    private final StreamTableEnvironment sql =
            StreamTableEnvironment.create(StreamExecutionEnvironment.getExecutionEnvironment());

    TypesITCase() throws IOException {
        server = PostgresServer.shared();
    }

    @BeforeEach
    void createTables() throws Exception {
        server.execute(
                """
                DROP SCHEMA IF EXISTS "Typed" CASCADE;
                CREATE SCHEMA "Typed";
                CREATE EXTENSION IF NOT EXISTS citext SCHEMA public;
                SET search_path = "Typed", public;
                CREATE TYPE mood AS ENUM ('sad', 'happy');
                CREATE DOMAIN price AS numeric(8, 2) CHECK (VALUE > 0);
                CREATE TYPE home AS (street text, nr int);
                CREATE TABLE "All" (
                    id bigint GENERATED ALWAYS AS IDENTITY, "Day" date NOT NULL, u uuid, js json,
                    doc jsonb, net inet, mood mood, nick citext, x xml, cost price, home home,
                    homes home[], tags text[], matrix int[], moods mood[],
                    later timestamptz, dict jsonb, note text DEFAULT 'given')
                    PARTITION BY RANGE ("Day");
                CREATE TABLE early PARTITION OF "All" FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
                CREATE TABLE late PARTITION OF "All" DEFAULT
                """);
        sql.getConfig().set("parallelism.default", "1");
        sql.getConfig().set("restart-strategy.type", "none");
        sql.getConfig().set("table.local-time-zone", "America/New_York");
        sql.executeSql(
                """
                CREATE TABLE t (
                  `Day` TIMESTAMP(3), u STRING, js ROW<a INT, b ARRAY<STRING>>,
                  doc ARRAY<ROW<seen TIMESTAMP_LTZ(3)>>, net STRING, mood STRING, nick STRING,
                  x STRING, cost DECIMAL(6, 2), home ROW<nr SMALLINT, street STRING>,
                  homes ARRAY<ROW<street STRING>>, tags ARRAY<STRING>, matrix ARRAY<ARRAY<INT>>,
                  moods ARRAY<STRING>, later TIMESTAMP(6),
                  dict MAP<STRING, DOUBLE>)
                WITH ('connector' = 'laminar-postgres', 'table' = '"Typed"."All"',
                  'connection' = '%s')
                """
                        .formatted(server.uri()));
    }

    private static String row(String day, String uuid, String mood) {
        return """
               (TIMESTAMP '%s 23:59:59.999', '%s',
                CAST(ROW(1, ARRAY['x', 'y"']) AS ROW<a INT, b ARRAY<STRING>>),
                ARRAY[CAST(ROW(TO_TIMESTAMP_LTZ(0, 3)) AS ROW<seen TIMESTAMP_LTZ(3)>)],
                '2001:db8::/32', '%s', 'Nick', '<a>é</a>', 12.50,
                CAST(ROW(5, 'Main') AS ROW<nr SMALLINT, street STRING>),
                ARRAY[CAST(ROW('Side') AS ROW<street STRING>)], ARRAY['p', 'q'],
                ARRAY[ARRAY[1, 2], ARRAY[3, 4]],
                ARRAY['sad', 'happy'], TIMESTAMP '2026-07-01 12:00:00.000001',
                MAP['k', CAST(0.5 AS DOUBLE)])"""
                .formatted(day, uuid, mood);
    }

    @Test
    void writesEveryKindOfColumn() throws Exception {
        sql.executeSql(
                        "INSERT INTO t VALUES "
                                + row("2025-12-31", "{A0EEBC999C0B4EF8BB6D6BB9BD380A11}", "happy")
                                + ", "
                                + row("2026-01-01", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "sad"))
                .await();
        String rest =
                " a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 {\"a\":1,\"b\":[\"x\",\"y\\\"\"]}"
                        + " [{\"seen\": \"1970-01-01T00:00:00Z\"}] 2001:db8::/32 %s t <a>é</a>"
                        + " 12.50 (Main,5) {\"(Side,)\"} {p,q} {{1,2},{3,4}}"
                        + " {sad,happy} 2026-07-01 12:00:00.000001 {\"k\": 0.5} given";
        assertThat(
                        server.query(
                                "SELECT tableoid::regclass::text, concat_ws(' ', \"Day\", u, js, doc,"
                                        + " net, mood, nick = 'NICK', x, cost, home, homes, tags,"
                                        + " matrix, moods, later AT TIME ZONE 'UTC', dict, note)"
                                        + " FROM \"Typed\".\"All\" ORDER BY id"))
                .extracting(row -> row.get(0) + ": " + row.get(1))
                .containsExactlyInAnyOrder(
                        "\"Typed\".early: 2025-12-31" + rest.formatted("happy"),
                        "\"Typed\".late: 2026-01-01" + rest.formatted("sad"));
    }

    @Test
    void namesTheColumnOfAValueThatIsRefused() {
        Throwable thrown =
                catchThrowable(
                        () ->
                                sql.executeSql(
                                                "INSERT INTO t VALUES "
                                                        + row("2026-01-01", "nobody", "sad"))
                                        .await());
        assertThat(
                        ExceptionUtils.findThrowableWithMessage(
                                thrown, "Column 'u': 'nobody' is no uuid"))
                .isPresent();
    }

    @Test
    void leavesAnUnknownLabelToTheServer() {
        Throwable thrown =
                catchThrowable(
                        () ->
                                sql.executeSql(
                                                "INSERT INTO t VALUES "
                                                        + row(
                                                                "2026-01-01",
                                                                "a0eebc999c0b4ef8bb6d6bb9bd380a11",
                                                                "so-so"))
                                        .await());
        assertThat(
                        ExceptionUtils.findThrowableWithMessage(
                                thrown, "invalid input value for enum \"Typed\".mood: \"so-so\""))
                .isPresent();
    }
}
