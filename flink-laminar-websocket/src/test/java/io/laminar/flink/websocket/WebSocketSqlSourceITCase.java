// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.testing.FreePorts;
import io.laminar.flink.websocket.testing.JdkClient;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading from the connector in Flink SQL, on a mini-cluster. */
class WebSocketSqlSourceITCase extends WebSocketSqlTestBase {

    /** What a query makes of the messages of a server that it connects to. */
    private List<Row> rows(RawServer server, String query, int count, String... messages)
            throws Exception {
        TableResult result = tables.executeSql(query);
        try (RawConnection feed = server.accept();
                CloseableIterator<Row> rows = result.collect()) {
            for (String message : messages) {
                feed.sendText(message);
            }
            return take(rows, count);
        }
    }

    private static String url(RawServer server) {
        return "'url' = '" + server.url() + "'";
    }

    @Test
    void readsTheThreeWaysToPutJsonRecordsIntoMessages() throws Exception {
        try (RawServer server = RawServer.start()) {
            create("ticks (symbol STRING, price DOUBLE)", url(server));
            assertThat(
                            rows(
                                    server,
                                    "SELECT * FROM ticks",
                                    5,
                                    "{\"symbol\":\"A\",\"price\":1.5}",
                                    "{\"symbol\":\"B\",\"price\":2}\n{\"symbol\":\"C\",\"price\":3}\n",
                                    "[{\"symbol\":\"D\",\"price\":4}, {\"symbol\":\"E\",\"price\":5}]"))
                    .containsExactly(
                            Row.of("A", 1.5),
                            Row.of("B", 2.0),
                            Row.of("C", 3.0),
                            Row.of("D", 4.0),
                            Row.of("E", 5.0));
        }
    }

    @Test
    void readsCsvLinesAndRawMessagesFromItsOwnServer() throws Exception {
        int port = FreePorts.first(2);
        create(
                "lines (id INT, name STRING)",
                "'mode' = 'server'",
                bindAddress(port),
                "'format' = 'csv'",
                "'csv.field-delimiter' = ';'");
        try (CloseableIterator<Row> rows = tables.executeSql("SELECT * FROM lines").collect();
                JdkClient sender = JdkClient.await(port)) {
            sender.send("1;one\n2;two\n");
            assertThat(take(rows, 2)).containsExactly(Row.of(1, "one"), Row.of(2, "two"));
        }
        create(
                "whole (message STRING)",
                "'mode' = 'server'",
                bindAddress(port + 1),
                "'format' = 'raw'");
        try (CloseableIterator<Row> rows = tables.executeSql("SELECT * FROM whole").collect();
                JdkClient sender = JdkClient.await(port + 1)) {
            sender.send("[any\nthing");
            assertThat(take(rows, 1)).containsExactly(Row.of("[any\nthing"));
        }
    }

    @Test
    void readsWhereAndWhenAMessageCame() throws Exception {
        int port = FreePorts.first(1);
        create(
                "readings (celsius DOUBLE, device STRING,"
                        + "came TIMESTAMP_LTZ(3) METADATA FROM 'received_at' VIRTUAL,"
                        + "remote_address STRING METADATA VIRTUAL, url STRING METADATA VIRTUAL,"
                        + "path STRING METADATA VIRTUAL,"
                        + "headers MAP<STRING, STRING> METADATA VIRTUAL)",
                "'mode' = 'server'",
                bindAddress(port));
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (CloseableIterator<Row> rows =
                        tables.executeSql(
                                        "SELECT device, came, remote_address, url, path,"
                                                + " headers['x-device'], headers['authorization']"
                                                + " FROM readings")
                                .collect();
                RawConnection sender =
                        await().ignoreExceptions()
                                .until(() -> RawConnection.open(port), any -> true)) {
            sender.request(
                    "GET /in/a%20b?token=hush&x=1 HTTP/1.1\r\nHost: example.com\r\n"
                            + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                            + "Authorization: Bearer hush\r\n"
                            + "X-Device: one\r\nX-Device: two\r\n\r\n");
            sender.sendText("[{\"device\":\"d1\",\"celsius\":1},{\"device\":\"d2\"}]");
            String address = "127.0.0.1:" + sender.socket().getLocalPort();
            String url = "ws://example.com/in/a%20b?token=***&x=1";
            for (Row row : take(rows, 2)) {
                assertThat((Instant) row.getField(1)).isBetween(before, Instant.now());
                row.setField(1, null);
                assertThat(row)
                        .isEqualTo(
                                Row.of(
                                        row.getField(0),
                                        null,
                                        address,
                                        url,
                                        "/in/a%20b",
                                        "one, two",
                                        null));
            }
        }
    }

    @Test
    void readsMetadataOfAServerAndOfTheFormat() throws Exception {
        try (RawServer server = RawServer.start()) {
            create(
                    "changes (id INT, name STRING, PRIMARY KEY (id) NOT ENFORCED,"
                            + "ts TIMESTAMP_LTZ(3) METADATA FROM 'ingestion-timestamp' VIRTUAL,"
                            + "url STRING METADATA VIRTUAL, path STRING METADATA VIRTUAL)",
                    "'url' = '" + server.url() + "?token=hush'",
                    "'format' = 'debezium-json'");
            assertThat(
                            rows(
                                    server,
                                    "SELECT url, path, ts, name FROM changes",
                                    1,
                                    "{\"before\":null,\"after\":{\"id\":1,\"name\":\"a\"},"
                                            + "\"op\":\"c\",\"ts_ms\":1000}"))
                    .containsExactly(
                            Row.of(
                                    server.url() + "?token=***",
                                    "/feed",
                                    Instant.ofEpochSecond(1),
                                    "a"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", PRIMARY KEY (id) NOT ENFORCED"})
    void readsChangelogsWithAndWithoutAKey(String key) throws Exception {
        try (RawServer server = RawServer.start()) {
            String columns = " (id INT, name STRING" + key + ")";
            create("debezium" + columns, url(server), "'format' = 'debezium-json'");
            assertThat(
                            rows(
                                    server,
                                    "SELECT name, COUNT(*) FROM debezium GROUP BY name",
                                    3,
                                    "{\"before\":null,\"after\":{\"id\":1,\"name\":\"a\"},"
                                            + "\"op\":\"c\"}\n"
                                            + "{\"before\":{\"id\":1,\"name\":\"a\"},"
                                            + "\"after\":{\"id\":1,\"name\":\"b\"},\"op\":\"u\"}"))
                    .containsExactlyInAnyOrder(
                            Row.ofKind(RowKind.INSERT, "a", 1L),
                            Row.ofKind(RowKind.DELETE, "a", 1L),
                            Row.ofKind(RowKind.INSERT, "b", 1L));
            create("canal" + columns, url(server), "'format' = 'canal-json'");
            assertThat(
                            rows(
                                    server,
                                    "SELECT * FROM canal",
                                    3,
                                    "{\"data\":[{\"id\":\"1\",\"name\":\"a\"},"
                                            + "{\"id\":\"2\",\"name\":\"b\"}],\"type\":\"INSERT\"}",
                                    "{\"data\":[{\"id\":\"2\",\"name\":\"b\"}],\"type\":\"DELETE\"}"))
                    .containsExactly(
                            Row.ofKind(RowKind.INSERT, 1, "a"),
                            Row.ofKind(RowKind.INSERT, 2, "b"),
                            Row.ofKind(RowKind.DELETE, 2, "b"));
        }
    }

    @Test
    void saysThatAChangelogInParallelNeedsAKey() {
        create(
                "changes (id INT)",
                "'url' = 'ws://h'",
                "'format' = 'debezium-json'",
                "'scan.parallelism' = '2'");
        assertThatThrownBy(() -> tables.executeSql("SELECT * FROM changes"))
                .hasStackTraceContaining(
                        "'scan.parallelism' with 'format' = 'debezium-json' needs a PRIMARY KEY (…)"
                                + " NOT ENFORCED, by which the changes of a row stay in order."
                                + " Declare it, or remove 'scan.parallelism'.");
    }

    @Test
    void decodesOnlyTheColumnsOfCsvThatAQueryReads() throws Exception {
        try (RawServer server = RawServer.start()) {
            create(
                    "lines (a STRING, b INT, c STRING)",
                    url(server),
                    "'format' = 'csv'",
                    "'on_error' = 'skip'");
            // The second has a bad column that is not read, the third can't be read at all.
            assertThat(
                            rows(
                                    server,
                                    "SELECT c, a FROM lines",
                                    3,
                                    "a1,1,c1\na2,oops,c2\na3,\"\na4,4,c4"))
                    .containsExactly(Row.of("c1", "a1"), Row.of("c2", "a2"), Row.of("c4", "a4"));
        }
    }

    @Test
    void readsSeveralUrlsWithTheJobsParallelismAndWaitsForASilentOneAsLongAsItIsTold()
            throws Exception {
        tables.getConfig().set("table.exec.source.idle-timeout", "1 s");
        try (RawServer server = RawServer.start();
                RawServer silent = RawServer.start()) {
            create(
                    "feeds (v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)",
                    "'url' = '" + server.url() + "," + silent.url() + "'");
            TableResult result =
                    tables.executeSql(
                            "SELECT window_start, SUM(v) FROM TABLE(TUMBLE(TABLE feeds,"
                                    + " DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
                                    + " GROUP BY window_start, window_end");
            try (RawConnection feed = server.accept();
                    RawConnection other = silent.accept();
                    CloseableIterator<Row> rows = result.collect()) {
                feed.sendText("{\"v\":1,\"ts\":\"2026-01-01 00:00:01\"}");
                feed.sendText("{\"v\":2,\"ts\":\"2026-01-01 00:00:02\"}");
                feed.sendText("{\"v\":4,\"ts\":\"2026-01-01 00:02:00\"}");
                assertThat(take(rows, 1))
                        .containsExactly(Row.of(LocalDateTime.parse("2026-01-01T00:00"), 3));
                assertThat(other.requestHead()).isNotEmpty();
            }
        }
    }

    @Test
    void decodesOnlyTheColumnsThatAQueryReads() throws Exception {
        try (RawServer server = RawServer.start()) {
            create("ticks (price INT, symbol STRING, book ROW<bid INT, ask INT>)", url(server));
            String query = "SELECT symbol, book.ask FROM ticks";
            assertThat(tables.explainSql(query)).contains("project=[symbol, book_ask]");
            // Decoded, this price would fail the job.
            assertThat(
                            rows(
                                    server,
                                    query,
                                    1,
                                    "{\"symbol\":\"A\",\"price\":\"x\",\"book\":{\"bid\":1,\"ask\":2}}"))
                    .containsExactly(Row.of("A", 2));
        }
    }

    @Test
    void makesWatermarksInTheSourceAndKeepsTheJobsParallelismBehindIt() throws Exception {
        try (RawServer server = RawServer.start()) {
            create(
                    "ticks (price INT, ts TIMESTAMP(3),"
                            + " WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)",
                    url(server));
            String query =
                    "SELECT SUM(price) FROM TABLE(TUMBLE(TABLE ticks, DESCRIPTOR(ts),"
                            + " INTERVAL '10' SECOND)) GROUP BY window_start, window_end";
            assertThat(tables.explainSql(query)).contains("watermark=[-(ts, 1000");
            assertThat(
                            tables.explainSql(
                                    "SELECT price + 1 FROM ticks",
                                    ExplainDetail.JSON_EXECUTION_PLAN))
                    .containsPattern("\"Source: ticks[^}]*\"parallelism\" : 1")
                    .containsPattern("\"Calc[^}]*\"parallelism\" : 2");
            assertThat(
                            rows(
                                    server,
                                    query,
                                    1,
                                    "{\"price\":1,\"ts\":\"2026-01-01 00:00:01\"}"
                                            + "{\"price\":2,\"ts\":\"2026-01-01 00:00:09\"}"
                                            + "{\"price\":4,\"ts\":\"2026-01-01 00:00:10.500\"}"
                                            + "{\"price\":8,\"ts\":\"2026-01-01 00:00:09.500\"}"
                                            + "{\"price\":16,\"ts\":\"2026-01-01 00:00:12\"}"))
                    .containsExactly(Row.of(11));
        }
    }

    @Test
    void followsTheEventTimeOfRecordsAsSourceWatermark() throws Exception {
        try (RawServer server = RawServer.start()) {
            String columns =
                    " (price INT, ts TIMESTAMP(3), WATERMARK FOR ts AS SOURCE_WATERMARK())";
            create("bare" + columns, url(server));
            assertThatThrownBy(() -> tables.explainSql("SELECT * FROM bare"))
                    .hasStackTraceContaining(
                            "WATERMARK FOR … AS SOURCE_WATERMARK() needs 'event_time.field', the"
                                    + " field of the records that holds their time. Set it, or"
                                    + " write the watermark as an expression such as"
                                    + " ts - INTERVAL '1' SECOND.");
            create(
                    "timed" + columns,
                    url(server),
                    "'event_time.field' = 'at'",
                    "'event_time.format' = 'epoch_seconds'");
            assertThat(
                            rows(
                                    server,
                                    "SELECT SUM(price) FROM TABLE(TUMBLE(TABLE timed,"
                                            + " DESCRIPTOR(ts), INTERVAL '10' SECOND))"
                                            + " GROUP BY window_start, window_end",
                                    1,
                                    "{\"price\":1,\"at\":1,\"ts\":\"1970-01-01 00:00:01\"}"
                                            + "{\"price\":2,\"at\":9,\"ts\":\"1970-01-01 00:00:09\"}"
                                            + "{\"price\":4,\"at\":11,\"ts\":\"1970-01-01 00:00:11\"}"))
                    .containsExactly(Row.of(3));
        }
    }

    @Test
    void leavesColumnsOutOfAFormatThatReadsThemAll() throws Exception {
        try (RawServer server = RawServer.start()) {
            create(
                    "whole (message STRING, path STRING METADATA VIRTUAL)",
                    url(server),
                    "'format' = 'raw'");
            assertThat(rows(server, "SELECT path FROM whole", 1, "x"))
                    .containsExactly(Row.of("/feed"));
            assertThat(rows(server, "SELECT path, message FROM whole", 1, "x"))
                    .containsExactly(Row.of("/feed", "x"));
        }
    }
}
