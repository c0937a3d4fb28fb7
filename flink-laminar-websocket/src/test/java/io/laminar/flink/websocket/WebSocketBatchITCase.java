// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.testing.FreePorts;
import io.laminar.flink.websocket.sink.arrow.ArrowEncoder;
import io.laminar.flink.websocket.sink.batch.RowLayout;
import io.laminar.flink.websocket.testing.ArrowReader;
import io.laminar.flink.websocket.testing.CollectingServer;
import io.laminar.flink.websocket.testing.JdkClient;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages of several rows: lines, JSON arrays, Arrow. */
@Timeout(240)
class WebSocketBatchITCase {

    private static final String FIELDS = "id: Int64; name: Utf8";

    @TempDir Path folder;

    @Test
    void sendsArraysOfJsonRowsToAServer() throws Exception {
        try (CollectingServer server = CollectingServer.start()) {
            insertFive(
                    "'mode' = 'client', 'format' = 'json-array', 'json-array.encode.ignore-null-fields' = 'true',"
                            + " 'batch.max_size' = '2', 'batch.interval' = '1 min', 'url' = '"
                            + server.url()
                            + "'");
            assertThat(server.messages())
                    .containsExactly(
                            "[{\"id\":1,\"name\":\"a\"},{\"id\":2}]",
                            "[{\"id\":3,\"name\":\"c\"},{\"id\":4,\"name\":\"d\"}]",
                            "[{\"id\":5,\"name\":\"e\"}]");
        }
    }

    @Test
    void sendsChangesInArraysWithTheirKinds() throws Exception {
        try (CollectingServer server = CollectingServer.start()) {
            TableEnvironment sql = environment();
            sql.executeSql(
                    "CREATE TABLE counts (n BIGINT) WITH ('connector' = 'websocket', 'mode' ="
                            + " 'client', 'format' = 'json-array', 'changelog.envelope' = 'true',"
                            + " 'batch.max_size' = '100', 'url' = '"
                            + server.url()
                            + "')");
            sql.executeSql("INSERT INTO counts SELECT COUNT(*) FROM (VALUES (1), (2)) AS v (x)")
                    .await();
            assertThat(server.messages())
                    .containsExactly(
                            "[{\"op\":\"+I\",\"row\":{\"n\":1}},{\"op\":\"-U\",\"row\":{\"n\":1}},"
                                    + "{\"op\":\"+U\",\"row\":{\"n\":2}}]");
        }
    }

    @Test
    void sendsArrowStreamsToAServer() throws Exception {
        try (CollectingServer server = CollectingServer.start()) {
            insertFive(
                    "'mode' = 'client', 'format' = 'arrow', 'batch.max_size' = '3', 'url' = '"
                            + server.url()
                            + "'");
            assertThat(server.bytes()).hasSize(2);
            assertThat(ArrowReader.read(server.bytes().get(0), folder))
                    .containsExactly(FIELDS, "[\"1\",\"a\"]", "[\"2\",null]", "[\"3\",\"c\"]");
            assertThat(ArrowReader.read(server.bytes().get(1), folder))
                    .containsExactly(FIELDS, "[\"4\",\"d\"]", "[\"5\",\"e\"]");
        }
    }

    @Test
    void servesArraysOfASqlQuery() throws Exception {
        int port = FreePorts.first(1);
        TableEnvironment sql = environment();
        sql.executeSql(
                "CREATE TABLE ticks (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' ="
                        + " '20', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1',"
                        + " 'fields.id.end' = '1000000')");
        sql.executeSql(
                "CREATE TABLE served (id BIGINT) WITH ('connector' = 'websocket', 'format' ="
                        + " 'json-array', 'batch.max_size' = '2', 'bind_address' = '127.0.0.1:"
                        + port
                        + "')");
        var job = sql.executeSql("INSERT INTO served SELECT id FROM ticks");
        try (JdkClient client = JdkClient.await(port)) {
            assertThat(client.next()).matches("\\[\\{\"id\":\\d+},\\{\"id\":\\d+}]");
            client.send("{\"action\":\"subscribe\",\"format\":\"json-array\"}");
            await().until(() -> client.next().startsWith("{\"type\":\"subscribed\""));
        } finally {
            job.getJobClient().orElseThrow().cancel().get();
        }
    }

    @Test
    void servesMessagesOfSeveralRowsAndCountsTheRows() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(server().setBatch(3, Duration.ofSeconds(10)).build());
                JdkClient client = JdkClient.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 1);
            for (String row : List.of("a", "b", "c", "d")) {
                writer.write(row);
            }
            assertThat(client.next()).isEqualTo("a\nb\nc");
            assertThat(writer.metric("numRecordsSend")).isEqualTo(3);
            writer.advance(Duration.ofSeconds(10));
            assertThat(client.next()).isEqualTo("d");
            writer.write("e");
            writer.flush();
            assertThat(client.next()).isEqualTo("e");
            assertThat(writer.metric("numRecordsSend")).isEqualTo(5);
        }
    }

    @Test
    void letsClientsSubscribeToArraysButNotFilterThem() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(server().setRowLayout(RowLayout.JSON_ARRAY).build());
                JdkClient client = JdkClient.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 1);
            client.send("{\"action\":\"subscribe\",\"filter\":\"id = 1\"}");
            assertThat(client.next())
                    .contains(
                            "The messages of this server have no columns to filter by. Leave the"
                                    + " filter out.");
            client.send("{\"action\":\"subscribe\"}");
            assertThat(client.next()).contains("\"subscribed\"");
            writer.write("1");
            assertThat(client.next()).contains("\"data\":[1]");
        }
    }

    @Test
    void servesArrowStreamsToNewClientsToo() throws Exception {
        RowType columns =
                RowType.of(
                        new LogicalType[] {new BigIntType(), new VarCharType(9)},
                        new String[] {"id", "name"});
        try (WriterHarness<RowData> writer =
                WriterHarness.open(
                        WebSocketSink.<RowData>builder()
                                .setBindAddress("127.0.0.1:0")
                                .setMessageEncoder(new ArrowEncoder(columns))
                                .setBatch(2, Duration.ZERO)
                                .setReplayBufferSize(1)
                                .build())) {
            writer.write(GenericRowData.of(1L, StringData.fromString("a")));
            writer.write(GenericRowData.of(2L, null));
            writer.flush();
            try (RawConnection client = RawConnection.connect(writer.port())) {
                byte[] message = client.readFrame(RawConnection.BINARY).payload();
                assertThat(ArrowReader.read(message, folder))
                        .containsExactly(FIELDS, "[\"1\",\"a\"]", "[\"2\",null]");
            }
        }
    }

    private static void insertFive(String options) throws Exception {
        TableEnvironment sql = environment();
        sql.executeSql(
                "CREATE TABLE target (id BIGINT, name STRING) WITH ('connector' = 'websocket', "
                        + options
                        + ")");
        sql.executeSql(
                        // One source, whose order stays: NULL among the values would make several.
                        "INSERT INTO target SELECT id, NULLIF(name, 'b') FROM (VALUES (1, 'a'),"
                                + " (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e')) AS v (id, name)")
                .await();
    }

    private static TableEnvironment environment() {
        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        sql.getConfig().set("parallelism.default", "1");
        return sql;
    }

    private static WebSocketSinkBuilder<String> server() {
        return WebSocketSink.<String>builder()
                .setBindAddress("127.0.0.1:0")
                .setSerializer(new SimpleStringSchema());
    }
}
