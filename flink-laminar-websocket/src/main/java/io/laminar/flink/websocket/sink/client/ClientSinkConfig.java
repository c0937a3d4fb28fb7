// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.client;

import io.laminar.flink.websocket.protocol.ClientHandshake;
import io.laminar.flink.websocket.protocol.ConnectionSettings;
import io.laminar.flink.websocket.protocol.ReconnectPolicy;
import io.laminar.flink.websocket.protocol.WebSocketErrors;
import io.laminar.flink.websocket.protocol.WebSocketUrl;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/**
 * Checked settings of one sink that connects to a server; a value that exists is valid.
 *
 * @param bufferRows rows that may wait for the connection, or for an answer
 * @param acknowledgement null if the server answers nothing
 */
@Internal
public record ClientSinkConfig(
        WebSocketUrl url,
        ClientHandshake handshake,
        Duration connectTimeout,
        ReconnectPolicy reconnect,
        ConnectionSettings connection,
        int bufferRows,
        @Nullable Acknowledgement acknowledgement)
        implements Serializable {

    /** Answers are short; a longer message of the server closes the connection. */
    public static final MemorySize MAX_ANSWER = MemorySize.ofMebiBytes(1);

    public ClientSinkConfig {
        if (url.hasPlaceForLast()) {
            throw new IllegalArgumentException(ClientErrors.lastInUrl(url));
        }
        long millis = connectTimeout.toMillis();
        if (millis < 1) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooSmall("connect_timeout_ms", millis, 1));
        }
        if (millis > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooLarge("connect_timeout_ms", millis, Integer.MAX_VALUE));
        }
        if (bufferRows < 1) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooSmall("buffer_on_disconnect", bufferRows, 1));
        }
    }
}
