// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.MemorySize;

/**
 * What holds for each connection, whoever opened it.
 *
 * @param handshakeTimeout from the open TCP connection to the end of the handshake; positive
 * @param pingInterval between two pings; zero for none
 * @param pingTimeout from a ping to a sign of life; positive
 * @param idleTimeout without a message, after which a connection is closed; zero for never
 * @param maxMessageBytes a message that is larger once inflated closes the connection with status
 *     1009
 * @param compression what is offered to the peer, or accepted
 * @param tls certificates and keys for {@code wss://}
 */
@Internal
public record ConnectionSettings(
        Duration handshakeTimeout,
        Duration pingInterval,
        Duration pingTimeout,
        Duration idleTimeout,
        int maxMessageBytes,
        Compression compression,
        TlsStores tls)
        implements Serializable {

    public ConnectionSettings {
        requirePositive("handshake_timeout_ms", handshakeTimeout);
        requireNotNegative("ping_interval_ms", pingInterval);
        requirePositive("ping_timeout_ms", pingTimeout);
        requireNotNegative("idle_timeout_ms", idleTimeout);
        if (maxMessageBytes < 1) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooSmall("max_message_size", maxMessageBytes, "1 byte"));
        }
    }

    /**
     * Takes the size as options and builders carry it.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public static ConnectionSettings of(
            Duration handshakeTimeout,
            Duration pingInterval,
            Duration pingTimeout,
            Duration idleTimeout,
            MemorySize maxMessageSize,
            Compression compression,
            TlsStores tls) {
        // The largest array of the JVM, less its header.
        long limit = Integer.MAX_VALUE - 8;
        if (maxMessageSize.getBytes() > limit) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooLarge("max_message_size", maxMessageSize, limit + " bytes"));
        }
        return new ConnectionSettings(
                handshakeTimeout,
                pingInterval,
                pingTimeout,
                idleTimeout,
                (int) maxMessageSize.getBytes(),
                compression,
                tls);
    }

    private static void requireNotNegative(String key, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(WebSocketErrors.tooSmall(key, value.toMillis(), 0));
        }
    }

    private static void requirePositive(String key, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(WebSocketErrors.tooSmall(key, value.toMillis(), 1));
        }
    }
}
