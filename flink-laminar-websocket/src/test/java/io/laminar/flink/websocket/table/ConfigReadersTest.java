// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.websocket.protocol.BindAddress;
import io.laminar.flink.websocket.protocol.ClientCredentials;
import io.laminar.flink.websocket.protocol.ClientHandshake;
import io.laminar.flink.websocket.protocol.Compression;
import io.laminar.flink.websocket.protocol.ConnectionSettings;
import io.laminar.flink.websocket.protocol.HandshakeRules;
import io.laminar.flink.websocket.protocol.ProxyUrl;
import io.laminar.flink.websocket.protocol.ReconnectPolicy;
import io.laminar.flink.websocket.protocol.TlsStores;
import io.laminar.flink.websocket.protocol.WebSocketUrl;
import io.laminar.flink.websocket.sink.SlowClientPolicy;
import io.laminar.flink.websocket.sink.WebSocketSinkConfig;
import io.laminar.flink.websocket.source.ErrorPolicy;
import io.laminar.flink.websocket.source.EventTime;
import io.laminar.flink.websocket.source.RecordLayout;
import io.laminar.flink.websocket.source.Resume;
import io.laminar.flink.websocket.source.SourceEndpoint;
import io.laminar.flink.websocket.source.Subscription;
import io.laminar.flink.websocket.source.WebSocketSourceConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;

/** Each option arrives where it belongs, and each default is the documented one. */
class ConfigReadersTest {

    private static final ConnectionSettings DEFAULT_CONNECTION =
            new ConnectionSettings(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    Duration.ZERO,
                    64 << 20,
                    Compression.WITH_HISTORY,
                    TlsStores.NONE);

    @Test
    void readsEveryOptionOfAClient() {
        assertThat(
                        source(
                                Map.ofEntries(
                                        entry("url", "ws://h/p"),
                                        entry("connect_timeout_ms", "1"),
                                        entry("handshake_timeout_ms", "2"),
                                        entry("ping_interval_ms", "3"),
                                        entry("ping_timeout_ms", "4"),
                                        entry("max_message_size", "5 kb"),
                                        entry("compression", "false"),
                                        entry("buffer.capacity", "6"),
                                        entry("reconnect.initial_delay_ms", "7"),
                                        entry("reconnect.max_delay_ms", "8"),
                                        entry("reconnect.max_retries", "9"))))
                .isEqualTo(
                        new WebSocketSourceConfig(
                                new SourceEndpoint.Client(
                                        List.of(WebSocketUrl.parse("ws://h/p")),
                                        ClientHandshake.PLAIN,
                                        Duration.ofMillis(1),
                                        new ReconnectPolicy(
                                                Duration.ofMillis(7), Duration.ofMillis(8), 9),
                                        Subscription.NONE),
                                new ConnectionSettings(
                                        Duration.ofMillis(2),
                                        Duration.ofMillis(3),
                                        Duration.ofMillis(4),
                                        Duration.ZERO,
                                        5 << 10,
                                        Compression.NONE,
                                        TlsStores.NONE),
                                6,
                                RecordLayout.JSON,
                                ErrorPolicy.FAIL,
                                null,
                                null));
    }

    @Test
    void knowsTheDefaultsOfAClient() {
        assertThat(source(Map.of("url", "ws://h/p")))
                .isEqualTo(
                        new WebSocketSourceConfig(
                                new SourceEndpoint.Client(
                                        List.of(WebSocketUrl.parse("ws://h/p")),
                                        ClientHandshake.PLAIN,
                                        Duration.ofSeconds(10),
                                        new ReconnectPolicy(
                                                Duration.ofSeconds(1), Duration.ofSeconds(30), 0),
                                        Subscription.NONE),
                                DEFAULT_CONNECTION,
                                10_000,
                                RecordLayout.JSON,
                                ErrorPolicy.FAIL,
                                null,
                                null));
    }

    @Test
    void readsHowLongAConnectionMayIdle() {
        assertThat(
                        source(Map.of("url", "ws://h", "idle_timeout_ms", "10"))
                                .connection()
                                .idleTimeout())
                .isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void readsWhatBecomesOfAnUndecodableRecord() {
        assertThat(source(Map.of("url", "ws://h", "on_error", "Skip")).onError())
                .isEqualTo(ErrorPolicy.SKIP);
    }

    @Test
    void readsWhereTimestampsStand() {
        assertThat(source(Map.of("url", "ws://h", "event_time.field", "ts")).eventTime())
                .isEqualTo(new EventTime("ts", "epoch_millis"));
        assertThat(
                        source(
                                        Map.of(
                                                "url", "ws://h",
                                                "event_time.field", "ts",
                                                "event_time.format", "iso8601"))
                                .eventTime())
                .isEqualTo(new EventTime("ts", "iso8601"));
    }

    @Test
    void readsSubscriptions() {
        assertThat(client(Map.of("subscribe.message", "hello")).subscription())
                .isEqualTo(Subscription.ofMessages(List.of("hello")));
        String array = "[\"plain \\\"text\\\"\", {\"op\": \"sub\", \"p\": 1.10}]";
        assertThat(client(Map.of("subscribe.messages", array)).subscription())
                .isEqualTo(
                        Subscription.ofMessages(
                                List.of("plain \"text\"", "{\"op\":\"sub\",\"p\":1.10}")));
    }

    @Test
    void readsAServer() {
        assertThat(
                        source(
                                Map.of(
                                        "mode", "SERVER",
                                        "bind_address", "h:1",
                                        "max_connections", "2")))
                .isEqualTo(
                        new WebSocketSourceConfig(
                                new SourceEndpoint.Server(
                                        new BindAddress("h", 1), HandshakeRules.NONE, 2),
                                DEFAULT_CONNECTION,
                                10_000,
                                RecordLayout.JSON,
                                ErrorPolicy.FAIL,
                                null,
                                null));
        assertThat(source(Map.of("mode", "server", "bind_address", "h:1")).endpoint())
                .isEqualTo(
                        new SourceEndpoint.Server(
                                new BindAddress("h", 1), HandshakeRules.NONE, 1024));
    }

    @Test
    void readsTheHandshakeOfAClient() {
        assertThat(
                        source(
                                Map.of(
                                        "url", "ws://h",
                                        "headers.X-One", "1",
                                        "headers.X-Two", "${env:TWO}",
                                        "auth", "Bearer ${env:T}",
                                        "subprotocol", "v1, v2")))
                .extracting(config -> ((SourceEndpoint.Client) config.endpoint()).handshake())
                .isEqualTo(
                        new ClientHandshake(
                                Map.of(
                                        "X-One", SecretText.of("1"),
                                        "X-Two", SecretText.of("${env:TWO}")),
                                "v1, v2",
                                SecretText.of("Bearer ${env:T}")));
    }

    @Test
    void readsTheWayToAClientsServer() {
        assertThat(
                        client(
                                        Map.of(
                                                "auth.token.url", "https://login/t",
                                                "auth.client_id", "me",
                                                "auth.client_secret", "${env:S}",
                                                "auth.scope", "read write",
                                                "proxy.url", "http://proxy:3128"))
                                .handshake())
                .isEqualTo(
                        new ClientHandshake(
                                Map.of(),
                                null,
                                null,
                                new ClientCredentials(
                                        "https://login/t",
                                        SecretText.of("me"),
                                        SecretText.of("${env:S}"),
                                        "read write"),
                                ProxyUrl.parse("http://proxy:3128")));
    }

    @Test
    void readsTheStores() {
        assertThat(
                        source(
                                        Map.of(
                                                "url", "wss://h",
                                                "ssl.trust_store", "/t",
                                                "ssl.trust_store_password", "${env:T}",
                                                "ssl.key_store", "/k",
                                                "ssl.key_store_password", "${env:K}"))
                                .connection()
                                .tls())
                .isEqualTo(
                        new TlsStores(
                                "/t", SecretText.of("${env:T}"), "/k", SecretText.of("${env:K}")));
        assertThat(
                        sink(Map.of(
                                        "bind_address", "h:1",
                                        "ssl.key_store", "/k",
                                        "ssl.key_store_password", "${env:K}"))
                                .connection()
                                .tls())
                .isEqualTo(new TlsStores(null, null, "/k", SecretText.of("${env:K}")));
    }

    @Test
    void readsTheRulesOfAServer() {
        Map<String, String> written =
                Map.of(
                        "bind_address",
                        "h:1",
                        "path",
                        "/p",
                        "allowed_origins",
                        "https://a; https://b:8",
                        "subprotocol",
                        "v1",
                        "auth",
                        "Bearer ${env:T}");
        HandshakeRules rules =
                new HandshakeRules(
                        "/p",
                        Set.of("https://a", "https://b:8"),
                        "v1",
                        SecretText.of("Bearer ${env:T}"));
        Map<String, String> source = new HashMap<>(written);
        source.put("mode", "server");
        assertThat(source(source).endpoint())
                .isEqualTo(new SourceEndpoint.Server(new BindAddress("h", 1), rules, 1024));
        assertThat(sink(written).rules()).isEqualTo(rules);
    }

    @Test
    void readsEveryOptionOfASink() {
        assertThat(
                        sink(
                                Map.of(
                                        "bind_address", "h:1",
                                        "slow_client_policy", "Drop-Oldest",
                                        "max_connections", "2",
                                        "client_buffer", "3 kb",
                                        "replay_buffer_size", "4",
                                        "subscribe.enabled", "false",
                                        "compression", "false",
                                        "handshake_timeout_ms", "7",
                                        "ping_interval_ms", "5",
                                        "ping_timeout_ms", "6")))
                .isEqualTo(
                        new WebSocketSinkConfig(
                                new BindAddress("h", 1),
                                HandshakeRules.NONE,
                                ConnectionSettings.of(
                                        Duration.ofMillis(7),
                                        Duration.ofMillis(5),
                                        Duration.ofMillis(6),
                                        Duration.ZERO,
                                        WebSocketSinkConfig.MAX_REQUEST,
                                        Compression.NONE,
                                        TlsStores.NONE),
                                2,
                                SlowClientPolicy.DROP_OLDEST,
                                MemorySize.parse("3 kb"),
                                4,
                                0,
                                false));
    }

    @Test
    void readsHowManyRowsASnapshotMayHave() {
        Map<String, String> written = new HashMap<>();
        written.put("bind_address", "h:1");
        written.put("snapshot.on_connect", "true");
        assertThat(sink(written).snapshotRows()).isEqualTo(100_000);
        written.put("snapshot.max_rows", "7");
        assertThat(sink(written).snapshotRows()).isEqualTo(7);
    }

    @Test
    void knowsTheDefaultsOfASink() {
        assertThat(sink(Map.of("bind_address", "h:1")))
                .isEqualTo(
                        new WebSocketSinkConfig(
                                new BindAddress("h", 1),
                                HandshakeRules.NONE,
                                ConnectionSettings.of(
                                        Duration.ofSeconds(10),
                                        Duration.ofSeconds(30),
                                        Duration.ofSeconds(10),
                                        Duration.ZERO,
                                        WebSocketSinkConfig.MAX_REQUEST,
                                        Compression.PER_MESSAGE,
                                        TlsStores.NONE),
                                10_000,
                                SlowClientPolicy.DROP,
                                MemorySize.parse("256 kb"),
                                0,
                                0,
                                true));
    }

    @Test
    void readsHowToResume() {
        SourceEndpoint.Client byMessage =
                client(
                        Map.of(
                                "subscribe.message", "all",
                                "resume.field", "id",
                                "resume.message", "from ${last}"));
        assertThat(byMessage.subscription())
                .isEqualTo(
                        Subscription.ofMessages(List.of("all"))
                                .with(new Resume("id", SecretText.of("from ${last}"))));
        SourceEndpoint byUrl =
                source(Map.of("url", "ws://h?from=${last}", "resume.field", "id")).endpoint();
        assertThat(((SourceEndpoint.Client) byUrl).subscription().resume())
                .isEqualTo(new Resume("id", null));
    }

    @Test
    void readsTheFieldOfSequenceNumbers() {
        assertThat(source(Map.of("url", "ws://h", "sequence.field", "n")).sequenceField())
                .isEqualTo("n");
    }

    @Test
    void readsSeveralUrls() {
        assertThat(
                        ((SourceEndpoint.Client) source(Map.of("url", "ws://a, ws://b")).endpoint())
                                .urls())
                .containsExactly(WebSocketUrl.parse("ws://a"), WebSocketUrl.parse("ws://b"));
    }

    private static SourceEndpoint.Client client(Map<String, String> written) {
        Map<String, String> options = new HashMap<>(written);
        options.put("url", "ws://h");
        return (SourceEndpoint.Client) source(options).endpoint();
    }

    private static WebSocketSourceConfig source(Map<String, String> written) {
        OptionReader options = new OptionReader("websocket", written);
        var config = new SourceConfigReader(options).read(RecordLayout.JSON);
        options.throwProblems();
        return config.orElseThrow();
    }

    private static WebSocketSinkConfig sink(Map<String, String> written) {
        OptionReader options = new OptionReader("websocket", written);
        var config = SinkConfigReader.read(options);
        options.throwProblems();
        return config.orElseThrow();
    }
}
