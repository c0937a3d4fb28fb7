// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.websocket.protocol.BindAddress;
import io.laminar.flink.websocket.protocol.ClientHandshake;
import io.laminar.flink.websocket.protocol.HandshakeRules;
import io.laminar.flink.websocket.protocol.ReconnectPolicy;
import io.laminar.flink.websocket.protocol.WebSocketErrors;
import io.laminar.flink.websocket.protocol.WebSocketUrl;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/** Who opens the connections: this side, or the senders. */
@Internal
public sealed interface SourceEndpoint extends Serializable {

    /**
     * Where every subtask listens on a port of its own; null if there is one feed, which one
     * subtask reads.
     */
    default @Nullable BindAddress portRange() {
        return null;
    }

    /**
     * This side connects.
     *
     * @param subscription sent after each handshake
     */
    record Client(
            WebSocketUrl url,
            ClientHandshake handshake,
            Duration connectTimeout,
            ReconnectPolicy reconnect,
            Subscription subscription)
            implements SourceEndpoint {

        public Client {
            long millis = connectTimeout.toMillis();
            if (millis < 1) {
                throw new IllegalArgumentException(
                        WebSocketErrors.tooSmall("connect_timeout_ms", millis, 1));
            }
            if (millis > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        WebSocketErrors.tooLarge("connect_timeout_ms", millis, Integer.MAX_VALUE));
            }
        }
    }

    /**
     * This side listens.
     *
     * @param maxConnections past it a sender is answered with HTTP 503
     */
    record Server(BindAddress bindAddress, HandshakeRules rules, int maxConnections)
            implements SourceEndpoint {

        public Server {
            if (maxConnections < 1) {
                throw new IllegalArgumentException(
                        WebSocketErrors.tooSmall("max_connections", maxConnections, 1));
            }
        }

        @Override
        public @Nullable BindAddress portRange() {
            return bindAddress.isRange() ? bindAddress : null;
        }
    }
}
