// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import static io.laminar.flink.websocket.table.WebSocketOptions.HANDSHAKE_TIMEOUT;
import static io.laminar.flink.websocket.table.WebSocketOptions.PING_INTERVAL;
import static io.laminar.flink.websocket.table.WebSocketOptions.PING_TIMEOUT;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.COMPRESSION;

import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.websocket.protocol.Compression;
import io.laminar.flink.websocket.protocol.ConnectionSettings;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.MemorySize;

/** Reads what holds for each connection, whoever opens it; source and sink spell it alike. */
final class ConnectionReader {

    private ConnectionReader() {}

    /**
     * Empty if a problem was noted.
     *
     * @param compression unless it is switched off
     */
    static Optional<ConnectionSettings> read(
            OptionReader options,
            Duration idleTimeout,
            MemorySize maxMessageSize,
            Compression compression) {
        Duration handshakeTimeout = Duration.ofMillis(options.get(HANDSHAKE_TIMEOUT));
        Duration pingInterval = Duration.ofMillis(options.get(PING_INTERVAL));
        Duration pingTimeout = Duration.ofMillis(options.get(PING_TIMEOUT));
        Compression used = options.get(COMPRESSION) ? compression : Compression.NONE;
        return HandshakeReader.tls(options)
                .flatMap(
                        tls ->
                                Attempt.at(
                                        options,
                                        () ->
                                                ConnectionSettings.of(
                                                        handshakeTimeout,
                                                        pingInterval,
                                                        pingTimeout,
                                                        idleTimeout,
                                                        maxMessageSize,
                                                        used,
                                                        tls)));
    }
}
