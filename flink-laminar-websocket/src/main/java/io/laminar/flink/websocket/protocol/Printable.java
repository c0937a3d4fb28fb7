// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;

/** Input of a peer, cut and without control characters, fit for a log and a terminal. */
@Internal
public final class Printable {

    private static final int MAX_CHARS = 200;

    private Printable() {}

    /** The beginning of a text. */
    public static String text(String text) {
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < text.length() && i < MAX_CHARS; i++) {
            char character = text.charAt(i);
            if (Character.isISOControl(character) || character == '\uFFFD') {
                printable.append(String.format("\\u%04x", (int) character));
            } else {
                printable.append(character);
            }
        }
        if (text.length() > MAX_CHARS) {
            printable.append("… (").append(text.length()).append(" characters)");
        }
        return printable.toString();
    }

    /** The beginning of bytes that are probably UTF-8. */
    public static String bytes(byte[] bytes) {
        // A cut inside a character shows as a replacement character; past it nothing is printed.
        int length = Math.min(bytes.length, 4 * MAX_CHARS);
        String beginning = text(new String(bytes, 0, length, StandardCharsets.UTF_8));
        return bytes.length > length
                ? beginning.replaceFirst(
                        "… \\(\\d+ characters\\)$", "… (" + bytes.length + " bytes)")
                : beginning;
    }
}
