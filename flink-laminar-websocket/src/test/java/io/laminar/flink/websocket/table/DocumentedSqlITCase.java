// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.testing.FreePorts;
import io.laminar.flink.testing.TestedSql;
import io.laminar.flink.websocket.testing.JdkClient;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The SQL of the connector's page, as printed; only the addresses are those of the test. */
@Timeout(120)
class DocumentedSqlITCase {

    private static final String DOCUMENTED_FEED =
            "wss://feed.example.com/ticks?key=${env:FEED_KEY}";

    private final TableEnvironment sql =
            TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    private final int readings = FreePorts.first(2);
    private final int alerts = readings + 1;
    private final String page = Files.readString(Path.of("../docs/websocket.md"));

    DocumentedSqlITCase() throws IOException {
        sql.getConfig().set("parallelism.default", "1");
    }

    @Test
    void theQuickStartReadsAFeedAndServesWhatDevicesPush() throws Exception {
        List<String> blocks = TestedSql.blocks(page);
        assertThat(blocks).as("tested blocks of the page").hasSize(3);
        try (RawServer server = RawServer.start()) {
            execute(blocks.get(0).replace(DOCUMENTED_FEED, server.url()));
            try (CloseableIterator<Row> rows =
                            sql.executeSql("SELECT symbol, price FROM ticks").collect();
                    RawConnection feed = server.accept()) {
                feed.sendText("{\"symbol\":\"AAPL\",\"price\":1.5,\"ts\":\"2026-11-21 08:00:00\"}");
                assertThat(rows.next()).hasToString("+I[AAPL, 1.5000]");
            }
        }
        execute(blocks.get(1));
        TableResult job = execute(blocks.get(2));
        try (JdkClient watcher = JdkClient.await(alerts);
                JdkClient device = JdkClient.await(readings)) {
            device.send("{\"device\":\"d1\",\"celsius\":20}");
            device.send("{\"device\":\"d1\",\"celsius\":95}");
            assertThat(watcher.next()).isEqualTo("{\"device\":\"d1\",\"celsius\":95.0}");
        } finally {
            job.getJobClient().orElseThrow().cancel().get();
        }
    }

    @Test
    void aTableIsSentToAServerThatAcknowledges() throws Exception {
        try (RawServer server = RawServer.start()) {
            for (String block : TestedSql.blocks("client", page)) {
                execute(
                        block.replace("wss://collector.example.com/orders", server.url())
                                .replace("${env:COLLECTOR_TOKEN}", "hush"));
            }
            TableResult job = sql.executeSql("INSERT INTO orders VALUES (7, 1.5)");
            try (RawConnection collector = server.accept()) {
                assertThat(collector.requestHead())
                        .anyMatch(line -> line.equalsIgnoreCase("authorization: Bearer hush"));
                assertThat(collector.readFrame(RawConnection.TEXT).text())
                        .isEqualTo("{\"id\":7,\"total\":1.5}");
                collector.sendText("{\"id\":7}");
                collector.readFrame(RawConnection.CLOSE);
            }
            job.await();
        }
    }

    @Test
    void theMetadataColumnsSayWhenAndWhereAMessageCame() throws Exception {
        for (String block : TestedSql.blocks("metadata", page)) {
            execute(block);
        }
        try (CloseableIterator<Row> rows = sql.executeSql("SELECT * FROM readings").collect();
                JdkClient device = JdkClient.await(readings)) {
            device.send("{\"celsius\":20}");
            Row row = rows.next();
            assertThat(row.getField("celsius")).isEqualTo(20.0);
            assertThat(row.getField("path")).isEqualTo("/");
            assertThat((Instant) row.getField("came")).isBefore(Instant.now());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resume|SELECT price FROM trades",
                "security|SELECT celsius FROM readings",
                "snapshot|INSERT INTO prices SELECT symbol, MAX(price) FROM (VALUES ('A', 1.5)) AS t"
                        + " (symbol, price) GROUP BY symbol"
            })
    void theOtherTablesFitIntoAPlan(String label, String query) {
        List<String> blocks = TestedSql.blocks(label, page);
        assertThat(blocks).as("blocks of the page: %s", label).hasSize(1);
        execute(blocks.get(0));
        assertThat(sql.explainSql(query)).contains("Optimized Execution Plan");
    }

    @Test
    void noBlockIsLeftOut() {
        assertThat(count("```sql\n")).isEqualTo(count("<!-- /tested -->"));
    }

    private long count(String mark) {
        return Pattern.compile(Pattern.quote(mark)).matcher(page).results().count();
    }

    /** One statement after the other; returns what came of the last one. */
    private TableResult execute(String block) {
        return Arrays.stream(block.split(";\\s*\n", -1))
                .filter(statement -> !statement.isBlank())
                .map(statement -> sql.executeSql(withPortsOfTheTest(statement)))
                .reduce((before, last) -> last)
                .orElseThrow();
    }

    private String withPortsOfTheTest(String statement) {
        return statement
                .replace("0.0.0.0:9100", "127.0.0.1:" + readings)
                .replace("0.0.0.0:9200", "127.0.0.1:" + alerts);
    }
}
