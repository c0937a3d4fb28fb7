// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.websocket.protocol.BindAddress;
import io.laminar.flink.websocket.protocol.ConnectionSettings;
import io.laminar.flink.websocket.protocol.WebSocketUrl;
import io.laminar.flink.websocket.sink.SlowClientPolicy;
import io.laminar.flink.websocket.sink.WebSocketSinkConfig;
import io.laminar.flink.websocket.source.ReconnectPolicy;
import io.laminar.flink.websocket.source.RecordLayout;
import io.laminar.flink.websocket.source.SourceEndpoint;
import io.laminar.flink.websocket.source.WebSocketSourceConfig;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;

/** Each option arrives where it belongs, and each default is the documented one. */
class ConfigReadersTest {

    private static final ConnectionSettings DEFAULT_CONNECTION =
            new ConnectionSettings(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    64 << 20);

    @Test
    void readsEveryOptionOfAClient() {
        assertThat(
                        source(
                                Map.of(
                                        "url", "ws://h/p",
                                        "connect_timeout_ms", "1",
                                        "handshake_timeout_ms", "2",
                                        "ping_interval_ms", "3",
                                        "ping_timeout_ms", "4",
                                        "max_message_size", "5 kb",
                                        "buffer.capacity", "6",
                                        "reconnect.initial_delay_ms", "7",
                                        "reconnect.max_delay_ms", "8",
                                        "reconnect.max_retries", "9")))
                .isEqualTo(
                        new WebSocketSourceConfig(
                                new SourceEndpoint.Client(
                                        WebSocketUrl.parse("ws://h/p"),
                                        Duration.ofMillis(1),
                                        new ReconnectPolicy(
                                                Duration.ofMillis(7), Duration.ofMillis(8), 9)),
                                new ConnectionSettings(
                                        Duration.ofMillis(2),
                                        Duration.ofMillis(3),
                                        Duration.ofMillis(4),
                                        5 << 10),
                                6,
                                RecordLayout.JSON));
    }

    @Test
    void knowsTheDefaultsOfAClient() {
        assertThat(source(Map.of("url", "ws://h/p")))
                .isEqualTo(
                        new WebSocketSourceConfig(
                                new SourceEndpoint.Client(
                                        WebSocketUrl.parse("ws://h/p"),
                                        Duration.ofSeconds(10),
                                        new ReconnectPolicy(
                                                Duration.ofSeconds(1), Duration.ofSeconds(30), 0)),
                                DEFAULT_CONNECTION,
                                10_000,
                                RecordLayout.JSON));
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
                                new SourceEndpoint.Server(new BindAddress("h", 1), 2),
                                DEFAULT_CONNECTION,
                                10_000,
                                RecordLayout.JSON));
        assertThat(source(Map.of("mode", "server", "bind_address", "h:1")).endpoint())
                .isEqualTo(new SourceEndpoint.Server(new BindAddress("h", 1), 1024));
    }

    @Test
    void readsEveryOptionOfASink() {
        assertThat(
                        sink(
                                Map.of(
                                        "mode", "server",
                                        "bind_address", "h:1",
                                        "slow_client_policy", "Drop-Oldest",
                                        "max_connections", "2",
                                        "client_buffer", "3 kb",
                                        "replay_buffer_size", "4",
                                        "subscribe.enabled", "false",
                                        "ping_interval_ms", "5",
                                        "ping_timeout_ms", "6")))
                .isEqualTo(
                        new WebSocketSinkConfig(
                                new BindAddress("h", 1),
                                2,
                                SlowClientPolicy.DROP_OLDEST,
                                MemorySize.parse("3 kb"),
                                4,
                                false,
                                Duration.ofMillis(5),
                                Duration.ofMillis(6)));
    }

    @Test
    void knowsTheDefaultsOfASink() {
        assertThat(sink(Map.of("bind_address", "h:1")))
                .isEqualTo(
                        new WebSocketSinkConfig(
                                new BindAddress("h", 1),
                                10_000,
                                SlowClientPolicy.DROP,
                                MemorySize.parse("256 kb"),
                                0,
                                true,
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(10)));
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
