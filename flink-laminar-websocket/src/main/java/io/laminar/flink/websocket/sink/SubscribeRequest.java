// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.laminar.flink.websocket.protocol.Printable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a client may say: {@code {"action":"subscribe","filter":"symbol = 'AAPL'",
 * "format":"csv","last_sequence":42,"incarnation":"…"}}.
 *
 * @param filter null for every message
 * @param format null for the one that everyone gets
 * @param lastSequence of the last message that the client has seen; null if it has seen none
 * @param incarnation of the server that it has seen it from; null for this one
 */
record SubscribeRequest(
        @Nullable String filter,
        @Nullable String format,
        @Nullable Long lastSequence,
        @Nullable String incarnation) {

    private static final JsonFactory JSON = new JsonFactory();

    static SubscribeRequest parse(byte[] message) throws RequestException {
        String action = null;
        String filter = null;
        String format = null;
        Long lastSequence = null;
        String incarnation = null;
        try (JsonParser parser = JSON.createParser(message)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new RequestException(SubscriptionErrors.notAnObject());
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "action" -> action = text(field, value, parser);
                    case "filter" -> filter = text(field, value, parser);
                    case "format" -> format = text(field, value, parser);
                    case "last_sequence" -> lastSequence = number(field, value, parser);
                    case "incarnation" -> incarnation = text(field, value, parser);
                    default -> throw new RequestException(SubscriptionErrors.unknownField(field));
                }
            }
            if (parser.nextToken() != null) {
                throw new RequestException(SubscriptionErrors.notAnObject());
            }
        } catch (IOException e) {
            // The parser's own words quote its input and class names; the client has the input.
            throw new RequestException(SubscriptionErrors.notAnObject());
        }
        if (!"subscribe".equals(action)) {
            throw new RequestException(
                    SubscriptionErrors.unknownAction(action == null ? "" : Printable.text(action)));
        }
        return new SubscribeRequest(filter, format, lastSequence, incarnation);
    }

    /** A null stands for a field that is left out. */
    private static @Nullable String text(String field, @Nullable JsonToken value, JsonParser parser)
            throws IOException, RequestException {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        if (value != JsonToken.VALUE_STRING) {
            throw new RequestException(SubscriptionErrors.notText(field));
        }
        return parser.getText();
    }

    private static @Nullable Long number(String field, @Nullable JsonToken value, JsonParser parser)
            throws IOException, RequestException {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        if (value != JsonToken.VALUE_NUMBER_INT
                || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw new RequestException(SubscriptionErrors.notANumber(field));
        }
        return parser.getLongValue();
    }
}
