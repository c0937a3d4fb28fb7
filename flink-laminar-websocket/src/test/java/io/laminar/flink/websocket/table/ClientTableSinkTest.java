// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import static io.laminar.flink.websocket.table.PlannedTables.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.websocket.protocol.ClientCredentials;
import io.laminar.flink.websocket.protocol.ClientHandshake;
import io.laminar.flink.websocket.protocol.Compression;
import io.laminar.flink.websocket.protocol.ConnectionSettings;
import io.laminar.flink.websocket.protocol.ProxyUrl;
import io.laminar.flink.websocket.protocol.ReconnectPolicy;
import io.laminar.flink.websocket.protocol.TlsStores;
import io.laminar.flink.websocket.protocol.WebSocketUrl;
import io.laminar.flink.websocket.sink.client.Acknowledgement;
import io.laminar.flink.websocket.sink.client.ClientSinkConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.runtime.connector.sink.SinkRuntimeProviderContext;
import org.apache.flink.table.types.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sink's client mode accepts and refuses, and the texts. */
class ClientTableSinkTest {

    private static final ResolvedSchema COLUMNS =
            ResolvedSchema.of(
                    Column.physical("id", DataTypes.BIGINT()),
                    Column.physical("name", DataTypes.STRING()),
                    Column.physical("at", DataTypes.TIMESTAMP(3)));

    private static final Map<String, String> SINK = Map.of("mode", "Client", "url", "ws://h/p");

    @Test
    void readsEveryOption() {
        Map<String, String> options = new HashMap<>();
        options.put("mode", "client");
        options.put("url", "ws://h/p");
        options.put("auth", "${env:A}");
        options.put("headers.X-A", "${env:B}");
        options.put("subprotocol", "v1");
        options.put("ssl.trust_store", "/t");
        options.put("ssl.trust_store_password", "${env:C}");
        options.put("ssl.key_store", "/k");
        options.put("ssl.key_store_password", "${env:D}");
        options.put("buffer_on_disconnect", "1");
        options.put("ack.field", "id");
        options.put("ack.timeout", "2 s");
        options.put("reconnect.initial_delay_ms", "3");
        options.put("reconnect.max_delay_ms", "4");
        options.put("reconnect.max_retries", "5");
        options.put("connect_timeout_ms", "6");
        options.put("handshake_timeout_ms", "7");
        options.put("ping_interval_ms", "8");
        options.put("ping_timeout_ms", "9");
        options.put("compression", "false");
        assertThat(config(options))
                .isEqualTo(
                        new ClientSinkConfig(
                                WebSocketUrl.parse("ws://h/p"),
                                new ClientHandshake(
                                        Map.of("X-A", SecretText.of("${env:B}")),
                                        "v1",
                                        SecretText.of("${env:A}")),
                                Duration.ofMillis(6),
                                new ReconnectPolicy(Duration.ofMillis(3), Duration.ofMillis(4), 5),
                                ConnectionSettings.of(
                                        Duration.ofMillis(7),
                                        Duration.ofMillis(8),
                                        Duration.ofMillis(9),
                                        Duration.ZERO,
                                        ClientSinkConfig.MAX_ANSWER,
                                        Compression.NONE,
                                        new TlsStores(
                                                "/t",
                                                SecretText.of("${env:C}"),
                                                "/k",
                                                SecretText.of("${env:D}"))),
                                1,
                                new Acknowledgement("id", Duration.ofSeconds(2))));
    }

    @Test
    void readsTokensAndProxy() {
        Map<String, String> options = new HashMap<>(SINK);
        options.put("auth.token.url", "https://t/token");
        options.put("auth.client_id", "me");
        options.put("auth.client_secret", "${env:S}");
        options.put("auth.scope", "write");
        options.put("proxy.url", "http://p:1");
        assertThat(config(options).handshake())
                .isEqualTo(
                        new ClientHandshake(
                                Map.of(),
                                null,
                                null,
                                new ClientCredentials(
                                        "https://t/token",
                                        SecretText.of("me"),
                                        SecretText.of("${env:S}"),
                                        "write"),
                                ProxyUrl.parse("http://p:1")));
    }

    @Test
    void knowsTheDefaults() {
        assertThat(config(SINK))
                .isEqualTo(
                        new ClientSinkConfig(
                                WebSocketUrl.parse("ws://h/p"),
                                ClientHandshake.PLAIN,
                                Duration.ofSeconds(10),
                                new ReconnectPolicy(
                                        Duration.ofSeconds(1), Duration.ofSeconds(30), 0),
                                ConnectionSettings.of(
                                        Duration.ofSeconds(10),
                                        Duration.ofSeconds(30),
                                        Duration.ofSeconds(10),
                                        Duration.ZERO,
                                        ClientSinkConfig.MAX_ANSWER,
                                        Compression.PER_MESSAGE,
                                        TlsStores.NONE),
                                10_000,
                                null));
        assertThat(config(with(SINK, "ack.field", "id")).acknowledgement())
                .isEqualTo(new Acknowledgement("id", Duration.ofSeconds(30)));
    }

    @Test
    void takesInsertionsOnlyUnlessTheMessageSaysTheKind() {
        assertThat(sink(SINK).getChangelogMode(ChangelogMode.all()))
                .isEqualTo(ChangelogMode.insertOnly());
        assertThat(
                        sink(with(SINK, "changelog.envelope", "true"))
                                .getChangelogMode(ChangelogMode.all()))
                .isEqualTo(ChangelogMode.all());
        assertThat(
                        sink(with(SINK, "format", "debezium-json"))
                                .getChangelogMode(ChangelogMode.insertOnly()))
                .isEqualTo(ChangelogMode.all());
        assertThat(sink(SINK).copy().asSummaryString()).isEqualTo("WebSocket");
    }

    @Test
    void hasTheParallelismOfTheQueryOrItsOwn() {
        assertThat(parallelism(SINK)).isEmpty();
        assertThat(parallelism(with(SINK, "sink.parallelism", "3"))).contains(3);
    }

    private static Optional<Integer> parallelism(Map<String, String> options) {
        return ((SinkV2Provider)
                        sink(options).getSinkRuntimeProvider(new SinkRuntimeProviderContext(false)))
                .getParallelism();
    }

    @ParameterizedTest
    @CsvSource({
        "bind_address, localhost:1",
        "slow_client_policy, drop",
        "replay_buffer_size, 1",
        "client_buffer, 1 mb",
        "path, /p",
        "allowed_origins, https://a",
        "subscribe.enabled, true",
        "max_connections, 5",
    })
    void refusesOptionsOfServerMode(String key, String value) {
        assertError(
                with(SINK, key, value),
                String.format(
                        "'%s' has no meaning with 'mode' = 'client'. Remove it, or set 'mode' ="
                                + " 'server'.",
                        key));
    }

    @ParameterizedTest
    @CsvSource({
        "url, ws://h",
        "headers.X-A, 1",
        "auth.token.url, http://h",
        "auth.client_id, x",
        "auth.client_secret, x",
        "auth.scope, x",
        "proxy.url, http://h:1",
        "ssl.trust_store, /t",
        "buffer_on_disconnect, 5",
        "ack.field, id",
        "ack.timeout, 1 s",
        "reconnect.initial_delay_ms, 5",
        "reconnect.max_delay_ms, 5000",
        "reconnect.max_retries, 5",
        "connect_timeout_ms, 5",
    })
    void refusesItsOptionsInServerMode(String key, String value) {
        assertError(
                with(Map.of("bind_address", "localhost:1"), key, value),
                String.format(
                        "'%s' has no meaning with 'mode' = 'server'. Remove it, or set 'mode' ="
                                + " 'client'.",
                        key.startsWith("headers") ? "headers" : key));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "buffer_on_disconnect|0|'buffer_on_disconnect' is '0', but must be at least 1.",
                "batch.max_size|0|'batch.max_size' is '0', but must be at least 1.",
                "batch.max_size|x|'batch.max_size' is 'x', but must be a whole number.",
                "batch.interval|x|'batch.interval' is 'x', but must be a duration such as '5 s' or"
                        + " '200 ms'.",
                "batch.interval|1 s|'batch.interval' has no meaning with 'batch.max_size' = '1',"
                        + " where each row is sent at once. Raise 'batch.max_size', or remove"
                        + " 'batch.interval'.",
                "ack.field|nix|'ack.field' is 'nix', but the table has no such column. Its columns:"
                        + " id, name, at.",
                "ack.field|at|'ack.field' is 'at', a column of the type TIMESTAMP(3), but must be a"
                        + " whole number or a character string.",
                "ack.timeout|1 s|'ack.timeout' has no meaning without 'ack.field'. Set that, or"
                        + " remove this.",
                "sink.parallelism|0|'sink.parallelism' is '0', but must be at least 1.",
                "connect_timeout_ms|0|'connect_timeout_ms' is '0', but must be at least 1.",
                "connect_timeout_ms|2592000000|'connect_timeout_ms' is '2592000000', but must be at"
                        + " most 2147483647.",
                "handshake_timeout_ms|0|'handshake_timeout_ms' is '0', but must be at least 1.",
                "url|ws://h/?after=${last}|'url' holds '${last}' ('ws://h/?after=${last}'), the place"
                        + " where a source says which record it read last. A sink reads none:"
                        + " remove it from the URL.",
                "url|http://h|'url' is 'http://h', but must start with 'ws://' or 'wss://' and name"
                        + " a host: its scheme is another.",
            })
    void saysWhatIsWrongWithAValue(String key, String value, String text) {
        assertError(with(SINK, key, value), text);
    }

    @Test
    void saysWhatIsMissing() {
        assertError(
                Map.of("mode", "client"),
                "'url' is missing. Set it to the server's address, such as 'wss://host/path', or"
                        + " remove 'mode' = 'client' and set 'bind_address' to let the readers"
                        + " connect.");
    }

    @Test
    void refusesAnAnswerThatCanNotCome() {
        assertThatThrownBy(() -> new Acknowledgement(" ", Duration.ofSeconds(1)))
                .hasMessage("'ack.field' is empty. Set it to the name of a column, or remove it.");
        assertThatThrownBy(() -> new Acknowledgement("id", Duration.ZERO))
                .hasMessage("'ack.timeout' is '0 ms', but must be at least '1 ms'.");
    }

    @Test
    void takesBatchesOfEveryModeAndFormatThatCanBeJoined() {
        for (String format : List.of("json", "csv", "json-array", "arrow")) {
            Map<String, String> options = with(with(SINK, "format", format), "batch.max_size", "2");
            assertThat(sink(options).getChangelogMode(ChangelogMode.all()))
                    .isEqualTo(ChangelogMode.insertOnly());
            Map<String, String> server = new HashMap<>(options);
            server.remove("mode");
            server.remove("url");
            server.put("bind_address", "localhost:0");
            assertThat(sink(server).copy().getChangelogMode(ChangelogMode.all()))
                    .isEqualTo(ChangelogMode.all());
            assertThat(parallelism(server)).contains(1);
        }
    }

    @Test
    void knowsTheOptionsOfEachFormat() {
        sink(
                with(
                        with(SINK, "format", "json-array"),
                        "json-array.timestamp-format.standard",
                        "ISO-8601"));
        assertThatThrownBy(() -> sink(with(with(SINK, "format", "arrow"), "arrow.x", "1")))
                .rootCause()
                .hasMessageContaining("Unknown option 'arrow.x'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json-array", "arrow"})
    void saysThatASourceReadsNoSinkFormat(String format) {
        PlannedTables.assertError(
                () -> PlannedTables.source(COLUMNS, Map.of("url", "ws://h", "format", format)),
                "'format' is '"
                        + format
                        + "', which only a sink writes. To read, take 'json', which also"
                        + " takes messages that are arrays of records.");
    }

    @Test
    void refusesToJoinBinaryRows() {
        assertError(
                with(with(SINK, "batch.max_size", "2"), "format", "avro"),
                "'batch.max_size' is above 1, but rows of the format 'avro' can't be put together"
                        + " to a message. Set it to 1, or take one of the formats 'json', 'csv',"
                        + " 'json-array' and 'arrow'.");
    }

    @Test
    void takesTheAnswerFromItsColumnAsText() {
        DataType columns =
                DataTypes.ROW(
                        DataTypes.FIELD("id", DataTypes.BIGINT()),
                        DataTypes.FIELD("name", DataTypes.STRING()));
        GenericRowData row = GenericRowData.of(7L, StringData.fromString("n"));
        assertThat(AckColumn.of("id", columns).apply(row)).isEqualTo("7");
        assertThat(AckColumn.of("name", columns).apply(row)).isEqualTo("n");
        assertThatThrownBy(() -> AckColumn.of("id", columns).apply(GenericRowData.of(null, null)))
                .hasMessage(
                        "A row has no value in 'id', which 'ack.field' names: the server could not"
                                + " acknowledge it. Leave such rows out, or declare the column NOT"
                                + " NULL.");
    }

    private static ClientSinkConfig config(Map<String, String> written) {
        OptionReader options = new OptionReader("websocket", written);
        var config = ClientSinkConfigReader.read(options);
        options.throwProblems();
        return config.orElseThrow();
    }

    private static void assertError(Map<String, String> options, String text) {
        PlannedTables.assertError(() -> sink(options), text);
    }

    private static DynamicTableSink sink(Map<String, String> options) {
        return PlannedTables.sink(COLUMNS, options);
    }
}
