// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.testing.FreePorts;
import io.laminar.flink.websocket.testing.JdkClient;
import java.io.IOException;
import java.util.List;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing to the connector in Flink SQL, on a mini-cluster. */
class WebSocketSqlSinkITCase extends WebSocketSqlTestBase {

    private final int port;
    private @Nullable TableResult writing;

    WebSocketSqlSinkITCase() throws IOException {
        port = FreePorts.first(1);
    }

    /** Writes what a query makes of {@code numbers}, whose {@code id} goes up from 1. */
    private void insert(String query, int numbersPerSecond) {
        tables.executeSql(
                "CREATE TABLE numbers (id BIGINT) WITH ('connector' = 'datagen',"
                        + "'fields.id.kind' = 'sequence', 'fields.id.start' = '1',"
                        + "'fields.id.end' = '1000000', 'rows-per-second' = '"
                        + numbersPerSecond
                        + "')");
        writing = tables.executeSql("INSERT INTO live " + query);
    }

    @AfterEach
    void stopWriting() throws Exception {
        if (writing != null) {
            writing.getJobClient().orElseThrow().cancel().get();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "raw"})
    void sendsCsvAndRawStringsAsText(String format) throws Exception {
        create(
                "live (message STRING)",
                bindAddress(port),
                "'format' = '" + format + "'",
                "'replay_buffer_size' = '1'");
        insert("SELECT 'hello' FROM numbers", 20);
        try (JdkClient client = JdkClient.await(port)) {
            assertThat(client.next()).isEqualTo("hello");
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

    private List<String> firstMessagesOfACount(String option) throws Exception {
        create("live (total BIGINT)", bindAddress(port), option, "'replay_buffer_size' = '100000'");
        insert("SELECT COUNT(*) AS total FROM numbers", 20);
        try (JdkClient client = JdkClient.await(port)) {
            return client.next(3);
        }
    }

    @Test
    void sendsANewClientTheRowOfEachKeyAsInsertionAndThenItsChanges() throws Exception {
        create(
                "live (parity BIGINT, total BIGINT, PRIMARY KEY (parity) NOT ENFORCED)",
                bindAddress(port),
                "'changelog.envelope' = 'true'",
                "'snapshot.on_connect' = 'true'",
                "'slow_client_policy' = 'conflate'");
        insert("SELECT MOD(id, 2), COUNT(*) FROM numbers GROUP BY MOD(id, 2)", 20);
        try (JdkClient first = JdkClient.await(port)) {
            skipTo("\"parity\":0", first);
            skipTo("\"parity\":1", first);
            assertThat(first.next(5)).noneMatch(row -> row.contains("-U"));
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
                skipTo("subscribed", late);
                assertThat(late.next()).contains("\"data\":{\"op\":\"+I\",\"row\":{\"parity\":0,");
                assertThat(late.next()).contains("\"data\":{\"op\":\"+U\",\"row\":{\"parity\":0,");
            }
        }
    }

    @Test
    void sendsASubscriberTheFormatThatItAsksFor() throws Exception {
        create(
                "live (parity BIGINT, total BIGINT, PRIMARY KEY (parity) NOT ENFORCED)",
                bindAddress(port),
                "'changelog.envelope' = 'true'",
                "'snapshot.on_connect' = 'true'",
                "'subscribe.formats' = 'csv'",
                "'csv.field-delimiter' = '|'");
        insert("SELECT MOD(id, 2), COUNT(*) FROM numbers GROUP BY MOD(id, 2)", 20);
        try (JdkClient client = JdkClient.await(port)) {
            // By then there is a row of the other key, too.
            skipTo("{\"op\":\"+U\",\"row\":{\"parity\":1,", client);
            client.send("{\"action\":\"subscribe\",\"format\":\"csv\",\"filter\":\"parity = 0\"}");
            skipTo("subscribed", client);
            assertThat(client.next()).contains("\"data\":{\"op\":\"+I\",\"row\":\"0|");
            assertThat(client.next()).contains("\"data\":{\"op\":\"+U\",\"row\":\"0|");
            client.send("{\"action\":\"subscribe\",\"format\":\"json\"}");
            skipTo("\"row\":{\"parity\":", client);
            client.send("{\"action\":\"subscribe\",\"format\":\"xml\"}");
            assertThat(skipTo("error", client))
                    .contains("Ask for 'json' or 'csv', or leave 'format' out for the server's");
        }
    }

    /** The next message that holds a text. */
    private static String skipTo(String text, JdkClient client) throws InterruptedException {
        String message = client.next();
        while (!message.contains(text)) {
            message = client.next();
        }
        return message;
    }

    @Test
    void sendsASubscriberTheRowsThatItsFilterOnTheColumnsLetsThrough() throws Exception {
        create("live (id BIGINT, name STRING)", bindAddress(port));
        insert("SELECT id, 'n' || CAST(MOD(id, 3) AS STRING) FROM numbers", 100);
        try (JdkClient client = JdkClient.await(port)) {
            client.send("{\"action\":\"subscribe\",\"filter\":\"name = 'n1' AND id > 0\"}");
            skipTo("{\"type\":\"subscribed\"", client);
            assertThat(client.next(5))
                    .allSatisfy(
                            data ->
                                    assertThat(data)
                                            .startsWith("{\"type\":\"data\",\"sequence\":")
                                            .endsWith(",\"name\":\"n1\"}}"));
        }
    }

    @Test
    void carriesRowsFromOneJobsSinkToAnothersSource() throws Exception {
        create(
                "live (id BIGINT, name STRING)",
                bindAddress(port),
                "'mode' = 'server'",
                "'replay_buffer_size' = '1000'");
        insert("SELECT id, 'n' || CAST(id AS STRING) FROM numbers", 100);
        create(
                "back (id BIGINT, name STRING)",
                "'url' = 'ws://127.0.0.1:" + port + "'",
                "'reconnect.initial_delay_ms' = '50'");
        try (CloseableIterator<Row> rows = tables.executeSql("SELECT * FROM back").collect()) {
            for (Row row : take(rows, 50)) {
                assertThat(row.getField(1)).isEqualTo("n" + row.getField(0));
            }
        }
    }
}
