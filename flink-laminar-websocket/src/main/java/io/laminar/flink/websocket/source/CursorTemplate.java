// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.laminar.flink.websocket.protocol.WebSocketUrl;

/** Puts the cursor into a message. */
final class CursorTemplate {

    private CursorTemplate() {}

    static boolean hasPlace(String template) {
        return template.contains(WebSocketUrl.LAST);
    }

    /**
     * The message. Inside a string of a JSON template the cursor is escaped, elsewhere it stands as
     * it came.
     */
    static String fill(String template, String cursor) {
        boolean isJson = template.strip().startsWith("{") || template.strip().startsWith("[");
        StringBuilder message = new StringBuilder(template.length() + cursor.length());
        boolean insideString = false;
        int position = 0;
        while (position < template.length()) {
            if (template.startsWith(WebSocketUrl.LAST, position)) {
                if (insideString) {
                    message.append(JsonStringEncoder.getInstance().quoteAsString(cursor));
                } else {
                    message.append(cursor);
                }
                position += WebSocketUrl.LAST.length();
                continue;
            }
            char character = template.charAt(position++);
            message.append(character);
            if (character == '"') {
                insideString = isJson && !insideString;
            } else if (character == '\\' && insideString && position < template.length()) {
                message.append(template.charAt(position++));
            }
        }
        return message.toString();
    }
}
