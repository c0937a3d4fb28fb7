// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.client;

import io.laminar.flink.websocket.protocol.WebSocketErrors;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.annotation.Internal;

/**
 * How the peer says that it has a message.
 *
 * @param field its name in answers that are JSON objects
 * @param timeout of an answer, once the messages before have theirs; past it the connection is
 *     opened anew
 */
@Internal
public record Acknowledgement(String field, Duration timeout) implements Serializable {

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    public Acknowledgement {
        if (field.isBlank()) {
            throw new IllegalArgumentException(ClientErrors.emptyAckField());
        }
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooSmall("ack.timeout", timeout.toMillis() + " ms", "'1 ms'"));
        }
    }
}
