// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.client;

import io.laminar.flink.websocket.protocol.WebSocketUrl;
import java.time.Duration;
import org.apache.flink.annotation.Internal;

/** Texts of what goes wrong in the sink that connects to a server. */
@Internal
public final class ClientErrors {

    private ClientErrors() {}

    public static String missingUrl() {
        return "'url' is missing. Set it to the server's address, such as 'wss://host/path', or"
                + " remove 'mode' = 'client' and set 'bind_address' to let the readers connect.";
    }

    static String lastInUrl(WebSocketUrl url) {
        return String.format(
                "'url' holds '${last}' ('%s'), the place where a source says which record it read"
                        + " last. A sink reads none: remove it from the URL.",
                url);
    }

    public static String emptyAckField() {
        return "'ack.field' is empty. Set it to the name of a column, or remove it.";
    }

    public static String unknownAckField(String field, String columns) {
        return String.format(
                "'ack.field' is '%s', but the table has no such column. Its columns: %s.",
                field, columns);
    }

    public static String badAckType(String field, String type) {
        return String.format(
                "'ack.field' is '%s', a column of the type %s, but must be a whole number or a"
                        + " character string.",
                field, type);
    }

    public static String ackTimeoutAlone() {
        return "'ack.timeout' has no meaning without 'ack.field'. Set that, or remove this.";
    }

    public static String noAckValue(String field) {
        return String.format(
                "A row has no value in '%s', which 'ack.field' names: the server could not"
                        + " acknowledge it. Leave such rows out, or declare the column NOT NULL.",
                field);
    }

    static String unanswered(String answer, Acknowledgement acknowledgement) {
        return String.format(
                "the server did not acknowledge the message with '%s' = '%s' within %d ms"
                        + " ('ack.timeout')",
                acknowledgement.field(), answer, acknowledgement.timeout().toMillis());
    }

    static String shortcoming(Duration maxDelay) {
        return String.format("gave no connection that lasted %d ms", maxDelay.toMillis());
    }
}
