// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.JdkClient;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The connector in Flink SQL, on a mini-cluster. */
@Timeout(120)
class WebSocketSqlITCase {

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private StreamTableEnvironment tables;

    @BeforeEach
    void createTables() {
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment();
        flink.setParallelism(2);
        tables = StreamTableEnvironment.create(flink);
    }

    @Test
    void readsTheThreeWaysToPutJsonRecordsIntoMessages() throws Exception {
        try (RawServer server = RawServer.start()) {
            tables.executeSql(
                    "CREATE TABLE ticks (symbol STRING, price DOUBLE) WITH ("
                            + "'connector' = 'websocket', 'url' = '"
                            + server.url()
                            + "')");
            TableResult result = tables.executeSql("SELECT * FROM ticks");
            try (RawConnection feed = server.accept();
                    CloseableIterator<Row> rows = result.collect()) {
                feed.sendText("{\"symbol\":\"A\",\"price\":1.5}");
                feed.sendText("{\"symbol\":\"B\",\"price\":2}\n{\"symbol\":\"C\",\"price\":3}\n");
                feed.sendText("[{\"symbol\":\"D\",\"price\":4}, {\"symbol\":\"E\",\"price\":5}]");
                assertThat(take(rows, 5))
                        .containsExactly(
                                Row.of("A", 1.5),
                                Row.of("B", 2.0),
                                Row.of("C", 3.0),
                                Row.of("D", 4.0),
                                Row.of("E", 5.0));
            }
        }
    }

    @Test
    void readsCsvLinesAndRawMessagesFromItsOwnServer() throws Exception {
        int csvPort = freePort();
        tables.executeSql(
                "CREATE TABLE lines (id INT, name STRING) WITH ('connector' = 'websocket',"
                        + "'format' = 'csv', 'csv.field-delimiter' = ';', 'mode' = 'server',"
                        + "'bind_address' = '127.0.0.1:"
                        + csvPort
                        + "')");
        try (CloseableIterator<Row> rows = tables.executeSql("SELECT * FROM lines").collect();
                JdkClient sender = awaitServer(csvPort)) {
            sender.send("1;one\n2;two\n");
            assertThat(take(rows, 2)).containsExactly(Row.of(1, "one"), Row.of(2, "two"));
        }

        int rawPort = freePort();
        tables.executeSql(
                "CREATE TABLE whole (message STRING) WITH ('connector' = 'websocket',"
                        + "'format' = 'raw', 'mode' = 'server', 'bind_address' = '127.0.0.1:"
                        + rawPort
                        + "')");
        try (CloseableIterator<Row> rows = tables.executeSql("SELECT * FROM whole").collect();
                JdkClient sender = awaitServer(rawPort)) {
            sender.send("[any\nthing");
            assertThat(take(rows, 1)).containsExactly(Row.of("[any\nthing"));
        }
    }

    @Test
    void readsWhereAndWhenAMessageCame() throws Exception {
        int port = freePort();
        tables.executeSql(
                "CREATE TABLE readings (celsius DOUBLE, device STRING,"
                        + "came TIMESTAMP_LTZ(3) METADATA FROM 'received_at' VIRTUAL,"
                        + "remote_address STRING METADATA VIRTUAL, url STRING METADATA VIRTUAL,"
                        + "path STRING METADATA VIRTUAL,"
                        + "headers MAP<STRING, STRING> METADATA VIRTUAL)"
                        + " WITH ('connector' = 'websocket', 'mode' = 'server',"
                        + "'bind_address' = '127.0.0.1:"
                        + port
                        + "')");
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
            tables.executeSql(
                    "CREATE TABLE changes (id INT, name STRING, PRIMARY KEY (id) NOT ENFORCED,"
                            + "ts TIMESTAMP_LTZ(3) METADATA FROM 'ingestion-timestamp' VIRTUAL,"
                            + "url STRING METADATA VIRTUAL, path STRING METADATA VIRTUAL) WITH ("
                            + "'connector' = 'websocket', 'format' = 'debezium-json', 'url' = '"
                            + server.url()
                            + "?token=hush')");
            TableResult result = tables.executeSql("SELECT url, path, ts, name FROM changes");
            try (RawConnection feed = server.accept();
                    CloseableIterator<Row> rows = result.collect()) {
                feed.sendText(
                        "{\"before\":null,\"after\":{\"id\":1,\"name\":\"a\"},\"op\":\"c\","
                                + "\"ts_ms\":1000}");
                assertThat(take(rows, 1))
                        .containsExactly(
                                Row.of(
                                        server.url() + "?token=***",
                                        "/feed",
                                        Instant.ofEpochSecond(1),
                                        "a"));
            }
        }
    }

    @Test
    void readsChangelogsWithAndWithoutAKey() throws Exception {
        for (String key : List.of("", ", PRIMARY KEY (id) NOT ENFORCED")) {
            try (RawServer server = RawServer.start()) {
                String options =
                        key + ") WITH ('connector' = 'websocket', 'url' = '" + server.url() + "'";
                tables.executeSql(
                        "CREATE TEMPORARY TABLE debezium (id INT, name STRING"
                                + options
                                + ", 'format' = 'debezium-json')");
                TableResult counts =
                        tables.executeSql("SELECT name, COUNT(*) FROM debezium GROUP BY name");
                try (RawConnection feed = server.accept();
                        CloseableIterator<Row> rows = counts.collect()) {
                    feed.sendText(
                            "{\"before\":null,\"after\":{\"id\":1,\"name\":\"a\"},\"op\":\"c\"}\n"
                                    + "{\"before\":{\"id\":1,\"name\":\"a\"},"
                                    + "\"after\":{\"id\":1,\"name\":\"b\"},\"op\":\"u\"}");
                    assertThat(take(rows, 3))
                            .containsExactlyInAnyOrder(
                                    Row.ofKind(RowKind.INSERT, "a", 1L),
                                    Row.ofKind(RowKind.DELETE, "a", 1L),
                                    Row.ofKind(RowKind.INSERT, "b", 1L));
                }
                tables.executeSql(
                        "CREATE TEMPORARY TABLE canal (id INT, name STRING"
                                + options
                                + ", 'format' = 'canal-json')");
                TableResult changes = tables.executeSql("SELECT * FROM canal");
                try (RawConnection feed = server.accept();
                        CloseableIterator<Row> rows = changes.collect()) {
                    feed.sendText(
                            "{\"data\":[{\"id\":\"1\",\"name\":\"a\"},{\"id\":\"2\",\"name\":\"b\"}],"
                                    + "\"type\":\"INSERT\"}");
                    feed.sendText("{\"data\":[{\"id\":\"2\",\"name\":\"b\"}],\"type\":\"DELETE\"}");
                    assertThat(take(rows, 3))
                            .containsExactly(
                                    Row.ofKind(RowKind.INSERT, 1, "a"),
                                    Row.ofKind(RowKind.INSERT, 2, "b"),
                                    Row.ofKind(RowKind.DELETE, 2, "b"));
                }
                tables.executeSql("DROP TEMPORARY TABLE debezium");
                tables.executeSql("DROP TEMPORARY TABLE canal");
            }
        }
    }

    @Test
    void saysThatAChangelogInParallelNeedsAKey() {
        tables.executeSql(
                "CREATE TABLE changes (id INT) WITH ('connector' = 'websocket', 'url' = 'ws://h',"
                        + " 'format' = 'debezium-json', 'scan.parallelism' = '2')");
        assertThatThrownBy(() -> tables.executeSql("SELECT * FROM changes"))
                .hasStackTraceContaining(
                        "'scan.parallelism' with 'format' = 'debezium-json' needs a PRIMARY KEY (…)"
                                + " NOT ENFORCED, by which the changes of a row stay in order."
                                + " Declare it, or remove 'scan.parallelism'.");
    }

    @Test
    void decodesOnlyTheColumnsOfCsvThatAQueryReads() throws Exception {
        try (RawServer server = RawServer.start()) {
            tables.executeSql(
                    "CREATE TABLE lines (a STRING, b INT, c STRING) WITH ('connector' = 'websocket',"
                            + " 'format' = 'csv', 'on_error' = 'skip', 'url' = '"
                            + server.url()
                            + "')");
            TableResult result = tables.executeSql("SELECT c, a FROM lines");
            try (RawConnection feed = server.accept();
                    CloseableIterator<Row> rows = result.collect()) {
                // The second has a bad column that is not read, the third can't be read at all.
                feed.sendText("a1,1,c1\na2,oops,c2\na3,\"\na4,4,c4");
                assertThat(take(rows, 3))
                        .containsExactly(
                                Row.of("c1", "a1"), Row.of("c2", "a2"), Row.of("c4", "a4"));
            }
        }
    }

    @Test
    void readsSeveralUrlsWithTheJobsParallelismAndWaitsForASilentOneAsLongAsItIsTold()
            throws Exception {
        tables.getConfig().set("table.exec.source.idle-timeout", "1 s");
        try (RawServer server = RawServer.start();
                RawServer silent = RawServer.start()) {
            tables.executeSql(
                    "CREATE TABLE feeds (v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ("
                            + "'connector' = 'websocket', 'url' = '"
                            + server.url()
                            + ","
                            + silent.url()
                            + "')");
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
            tables.executeSql(
                    "CREATE TABLE ticks (price INT, symbol STRING, book ROW<bid INT, ask INT>)"
                            + " WITH ('connector' = 'websocket', 'url' = '"
                            + server.url()
                            + "')");
            String query = "SELECT symbol, book.ask FROM ticks";
            assertThat(tables.explainSql(query)).contains("project=[symbol, book_ask]");
            TableResult result = tables.executeSql(query);
            try (RawConnection feed = server.accept();
                    CloseableIterator<Row> rows = result.collect()) {
                // Decoded, this price would fail the job.
                feed.sendText("{\"symbol\":\"A\",\"price\":\"x\",\"book\":{\"bid\":1,\"ask\":2}}");
                assertThat(take(rows, 1)).containsExactly(Row.of("A", 2));
            }
        }
    }

    @Test
    void makesWatermarksInTheSourceAndKeepsTheJobsParallelismBehindIt() throws Exception {
        try (RawServer server = RawServer.start()) {
            tables.executeSql(
                    "CREATE TABLE ticks (price INT, ts TIMESTAMP(3),"
                            + "WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)"
                            + " WITH ('connector' = 'websocket', 'url' = '"
                            + server.url()
                            + "')");
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
            TableResult result = tables.executeSql(query);
            try (RawConnection feed = server.accept();
                    CloseableIterator<Row> rows = result.collect()) {
                feed.sendText(
                        "{\"price\":1,\"ts\":\"2026-01-01 00:00:01\"}"
                                + "{\"price\":2,\"ts\":\"2026-01-01 00:00:09\"}"
                                + "{\"price\":4,\"ts\":\"2026-01-01 00:00:10.500\"}"
                                + "{\"price\":8,\"ts\":\"2026-01-01 00:00:09.500\"}"
                                + "{\"price\":16,\"ts\":\"2026-01-01 00:00:12\"}");
                assertThat(take(rows, 1)).containsExactly(Row.of(11));
            }
        }
    }

    @Test
    void followsTheEventTimeOfRecordsAsSourceWatermark() throws Exception {
        try (RawServer server = RawServer.start()) {
            String columns =
                    "(price INT, ts TIMESTAMP(3), WATERMARK FOR ts AS SOURCE_WATERMARK()) WITH ("
                            + "'connector' = 'websocket', 'url' = '"
                            + server.url()
                            + "'";
            tables.executeSql("CREATE TABLE bare " + columns + ")");
            assertThatThrownBy(() -> tables.explainSql("SELECT * FROM bare"))
                    .hasStackTraceContaining(
                            "WATERMARK FOR … AS SOURCE_WATERMARK() needs 'event_time.field', the"
                                    + " field of the records that holds their time. Set it, or"
                                    + " write the watermark as an expression such as"
                                    + " ts - INTERVAL '1' SECOND.");
            tables.executeSql(
                    "CREATE TABLE timed "
                            + columns
                            + ", 'event_time.field' = 'at', 'event_time.format' = 'epoch_seconds')");
            TableResult result =
                    tables.executeSql(
                            "SELECT SUM(price) FROM TABLE(TUMBLE(TABLE timed, DESCRIPTOR(ts),"
                                    + " INTERVAL '10' SECOND)) GROUP BY window_start, window_end");
            try (RawConnection feed = server.accept();
                    CloseableIterator<Row> rows = result.collect()) {
                feed.sendText(
                        "{\"price\":1,\"at\":1,\"ts\":\"1970-01-01 00:00:01\"}"
                                + "{\"price\":2,\"at\":9,\"ts\":\"1970-01-01 00:00:09\"}"
                                + "{\"price\":4,\"at\":11,\"ts\":\"1970-01-01 00:00:11\"}");
                assertThat(take(rows, 1)).containsExactly(Row.of(3));
            }
        }
    }

    @Test
    void leavesColumnsOutOfAFormatThatReadsThemAll() throws Exception {
        try (RawServer server = RawServer.start()) {
            tables.executeSql(
                    "CREATE TABLE whole (message STRING, path STRING METADATA VIRTUAL) WITH ("
                            + "'connector' = 'websocket', 'format' = 'raw', 'url' = '"
                            + server.url()
                            + "')");
            for (String columns : List.of("path", "path, message")) {
                TableResult result = tables.executeSql("SELECT " + columns + " FROM whole");
                try (RawConnection feed = server.accept();
                        CloseableIterator<Row> rows = result.collect()) {
                    feed.sendText("x");
                    assertThat(take(rows, 1))
                            .containsExactly(
                                    columns.equals("path")
                                            ? Row.of("/feed")
                                            : Row.of("/feed", "x"));
                }
            }
        }
    }

    @Test
    void sendsCsvAndRawStringsAsText() throws Exception {
        for (String format : List.of("csv", "raw")) {
            int port = freePort();
            tables.executeSql(
                    String.format(
                            "CREATE TABLE out_%s (message STRING) WITH ('connector' = 'websocket',"
                                    + "'format' = '%s', 'replay_buffer_size' = '1',"
                                    + "'bind_address' = '127.0.0.1:%d')",
                            format, format, port));
            tables.executeSql(
                    "CREATE TEMPORARY TABLE IF NOT EXISTS numbers (id BIGINT) WITH ("
                            + "'connector' = 'datagen', 'rows-per-second' = '20')");
            TableResult writing =
                    tables.executeSql(
                            String.format(
                                    "INSERT INTO out_%s SELECT 'hello' FROM numbers", format));
            try (JdkClient client = awaitServer(port)) {
                assertThat(client.next()).isEqualTo("hello");
            }
            writing.getJobClient().orElseThrow().cancel().get();
        }
    }

    @Test
    void sendsTheNewRowsOfAnUpdatingQuery() throws Exception {
        assertThat(firstMessagesOfACount("'changelog.envelope' = 'false'"))
                .containsExactly("{\"total\":1}", "{\"total\":2}", "{\"total\":3}");
    }

    @Test
    void sendsEveryChangeOfAnUpdatingQueryInAnEnvelope() throws Exception {
        assertThat(firstMessagesOfACount("'changelog.envelope' = 'true'"))
                .containsExactly(
                        "{\"op\":\"+I\",\"row\":{\"total\":1}}",
                        "{\"op\":\"-U\",\"row\":{\"total\":1}}",
                        "{\"op\":\"+U\",\"row\":{\"total\":2}}");
    }

    @Test
    void sendsANewClientTheRowOfEachKeyAsInsertionAndThenItsChanges() throws Exception {
        int port = freePort();
        tables.executeSql(
                "CREATE TABLE live (parity BIGINT, total BIGINT, PRIMARY KEY (parity) NOT ENFORCED)"
                        + " WITH ('connector' = 'websocket', 'changelog.envelope' = 'true',"
                        + "'snapshot.on_connect' = 'true', 'slow_client_policy' = 'conflate',"
                        + "'bind_address' = '127.0.0.1:"
                        + port
                        + "')");
        tables.executeSql(
                "CREATE TABLE numbers (id BIGINT) WITH ('connector' = 'datagen',"
                        + "'fields.id.kind' = 'sequence', 'fields.id.start' = '1',"
                        + "'fields.id.end' = '1000000', 'rows-per-second' = '20')");
        TableResult counting =
                tables.executeSql(
                        "INSERT INTO live SELECT MOD(id, 2), COUNT(*) FROM numbers"
                                + " GROUP BY MOD(id, 2)");
        try (JdkClient first = awaitServer(port)) {
            String message = first.next();
            // By its first update there is a row of the other key, too.
            while (!message.startsWith("{\"op\":\"+U\",\"row\":{\"parity\":1,")) {
                assertThat(message).doesNotContain("-U");
                message = first.next();
            }
            try (JdkClient late = JdkClient.connect(port)) {
                assertThat(late.next(2))
                        .allSatisfy(
                                row ->
                                        assertThat(row)
                                                .startsWith("{\"op\":\"+I\",\"row\":{\"parity\":"))
                        .anyMatch(row -> row.contains("\"parity\":0"))
                        .anyMatch(row -> row.contains("\"parity\":1"));
                assertThat(late.next()).startsWith("{\"op\":\"+U\"");
                late.send("{\"action\":\"subscribe\",\"filter\":\"parity = 0\"}");
                message = late.next();
                while (!message.contains("subscribed")) {
                    message = late.next();
                }
                assertThat(late.next()).contains("\"data\":{\"op\":\"+I\",\"row\":{\"parity\":0,");
                assertThat(late.next()).contains("\"data\":{\"op\":\"+U\",\"row\":{\"parity\":0,");
            }
        } finally {
            counting.getJobClient().orElseThrow().cancel().get();
        }
    }

    @Test
    void sendsASubscriberTheRowsThatItsFilterOnTheColumnsLetsThrough() throws Exception {
        int port = freePort();
        tables.executeSql(
                "CREATE TABLE live (id BIGINT, name STRING) WITH ('connector' = 'websocket',"
                        + "'bind_address' = '127.0.0.1:"
                        + port
                        + "')");
        tables.executeSql(
                "CREATE TABLE numbers (id BIGINT) WITH ('connector' = 'datagen',"
                        + "'fields.id.kind' = 'sequence', 'fields.id.start' = '1',"
                        + "'fields.id.end' = '1000000', 'rows-per-second' = '100')");
        TableResult writing =
                tables.executeSql(
                        "INSERT INTO live SELECT id, 'n' || CAST(MOD(id, 3) AS STRING)"
                                + " FROM numbers");
        try (JdkClient client = awaitServer(port)) {
            client.send("{\"action\":\"subscribe\",\"filter\":\"name = 'n1' AND id > 0\"}");
            String message = client.next();
            while (!message.startsWith("{\"type\":\"subscribed\"")) {
                message = client.next();
            }
            assertThat(client.next(5))
                    .allSatisfy(
                            data ->
                                    assertThat(data)
                                            .startsWith("{\"type\":\"data\",\"sequence\":")
                                            .endsWith(",\"name\":\"n1\"}}"));
        }
        writing.getJobClient().orElseThrow().cancel().get();
    }

    @Test
    void sendsASubscriberTheFormatThatItAsksFor() throws Exception {
        int port = freePort();
        tables.executeSql(
                "CREATE TABLE live (parity BIGINT, total BIGINT, PRIMARY KEY (parity) NOT ENFORCED)"
                        + " WITH ('connector' = 'websocket', 'changelog.envelope' = 'true',"
                        + "'snapshot.on_connect' = 'true', 'subscribe.formats' = 'csv',"
                        + "'csv.field-delimiter' = '|', 'bind_address' = '127.0.0.1:"
                        + port
                        + "')");
        tables.executeSql(
                "CREATE TABLE numbers (id BIGINT) WITH ('connector' = 'datagen',"
                        + "'fields.id.kind' = 'sequence', 'fields.id.start' = '1',"
                        + "'fields.id.end' = '1000000', 'rows-per-second' = '20')");
        TableResult counting =
                tables.executeSql(
                        "INSERT INTO live SELECT MOD(id, 2), COUNT(*) FROM numbers"
                                + " GROUP BY MOD(id, 2)");
        try (JdkClient client = awaitServer(port)) {
            // By then there is a row of the other key, too.
            String message = client.next();
            while (!message.startsWith("{\"op\":\"+U\",\"row\":{\"parity\":1,")) {
                message = client.next();
            }
            client.send("{\"action\":\"subscribe\",\"format\":\"csv\",\"filter\":\"parity = 0\"}");
            while (!message.contains("subscribed")) {
                message = client.next();
            }
            assertThat(client.next()).contains("\"data\":{\"op\":\"+I\",\"row\":\"0|");
            assertThat(client.next()).contains("\"data\":{\"op\":\"+U\",\"row\":\"0|");
            client.send("{\"action\":\"subscribe\",\"format\":\"json\"}");
            while (!message.contains("\"row\":{\"parity\":")) {
                message = client.next();
            }
            client.send("{\"action\":\"subscribe\",\"format\":\"xml\"}");
            while (!message.contains("error")) {
                message = client.next();
            }
            assertThat(message)
                    .contains("Ask for 'json' or 'csv', or leave 'format' out for the server's");
        } finally {
            counting.getJobClient().orElseThrow().cancel().get();
        }
    }

    private List<String> firstMessagesOfACount(String option) throws Exception {
        int port = freePort();
        tables.executeSql(
                String.format(
                        "CREATE TABLE live (total BIGINT) WITH ('connector' = 'websocket', %s,"
                                + "'replay_buffer_size' = '100000',"
                                + "'bind_address' = '127.0.0.1:%d')",
                        option, port));
        tables.executeSql(
                "CREATE TABLE numbers (id BIGINT) WITH ('connector' = 'datagen',"
                        + "'rows-per-second' = '20')");
        TableResult counting =
                tables.executeSql("INSERT INTO live SELECT COUNT(*) AS total FROM numbers");
        try (JdkClient client = awaitServer(port)) {
            return client.next(3);
        } finally {
            counting.getJobClient().orElseThrow().cancel().get();
        }
    }

    @Test
    void carriesRowsFromOneJobsSinkToAnothersSource() throws Exception {
        int port = freePort();
        tables.executeSql(
                "CREATE TABLE live (id BIGINT, name STRING) WITH ("
                        + "'connector' = 'websocket', 'mode' = 'server',"
                        + "'replay_buffer_size' = '1000', 'bind_address' = '127.0.0.1:"
                        + port
                        + "')");
        tables.executeSql(
                "CREATE TABLE numbers (id BIGINT) WITH ('connector' = 'datagen',"
                        + "'fields.id.kind' = 'sequence', 'fields.id.start' = '1',"
                        + "'fields.id.end' = '1000000', 'rows-per-second' = '100')");
        TableResult writing =
                tables.executeSql(
                        "INSERT INTO live SELECT id, 'n' || CAST(id AS STRING) FROM numbers");
        tables.executeSql(
                "CREATE TABLE back (id BIGINT, name STRING) WITH ('connector' = 'websocket',"
                        + "'reconnect.initial_delay_ms' = '50',"
                        + "'url' = 'ws://127.0.0.1:"
                        + port
                        + "')");
        try (CloseableIterator<Row> rows = tables.executeSql("SELECT * FROM back").collect()) {
            List<Row> first = take(rows, 50);
            for (Row row : first) {
                assertThat(row.getField(1)).isEqualTo("n" + row.getField(0));
            }
        }
        writing.getJobClient().orElseThrow().cancel().get();
    }

    private static List<Row> take(CloseableIterator<Row> rows, int count) {
        List<Row> taken = new ArrayList<>();
        while (taken.size() < count && rows.hasNext()) {
            taken.add(rows.next());
        }
        return taken;
    }

    private static JdkClient awaitServer(int port) {
        return await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> JdkClient.connect(port), client -> true);
    }

    private static int freePort() throws Exception {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }
}
