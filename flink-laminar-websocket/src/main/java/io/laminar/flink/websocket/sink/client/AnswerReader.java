// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds in a message of the server what it acknowledges: the field of a JSON object, a JSON string
 * or number alone, or the whole message as plain text.
 */
final class AnswerReader {

    private static final JsonFactory JSON = new JsonFactory();

    private final String field;

    AnswerReader(String field) {
        this.field = field;
    }

    /** Null if it acknowledges nothing. */
    @Nullable String read(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8).strip();
        if (!text.startsWith("{") && !text.startsWith("\"")) {
            return text;
        }
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                return parser.getText();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isWanted = parser.currentName().equals(field);
                JsonToken value = parser.nextToken();
                if (isWanted) {
                    return value != null && value.isScalarValue() ? parser.getText() : null;
                }
                parser.skipChildren();
            }
            return null;
        } catch (IOException e) {
            // The server says something else than an answer, which is its right.
            return null;
        }
    }
}
