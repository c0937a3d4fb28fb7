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
 * What a client may say: {@code {"action":"subscribe","filter":"symbol = 'AAPL'"}}.
 *
 * @param filter null for every message
 */
record SubscribeRequest(@Nullable String filter) {

    private static final JsonFactory JSON = new JsonFactory();

    static SubscribeRequest parse(byte[] message) throws RequestException {
        String action = null;
        String filter = null;
        try (JsonParser parser = JSON.createParser(message)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new RequestException(SubscriptionErrors.notAnObject());
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "action" -> action = text(field, value, parser);
                    case "filter" ->
                            filter =
                                    value == JsonToken.VALUE_NULL
                                            ? null
                                            : text(field, value, parser);
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
        return new SubscribeRequest(filter);
    }

    private static String text(String field, @Nullable JsonToken value, JsonParser parser)
            throws IOException, RequestException {
        if (value != JsonToken.VALUE_STRING) {
            throw new RequestException(SubscriptionErrors.notText(field));
        }
        return parser.getText();
    }
}
