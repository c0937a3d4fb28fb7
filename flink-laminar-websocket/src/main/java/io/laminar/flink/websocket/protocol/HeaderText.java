// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import java.util.List;
import java.util.regex.Pattern;

/** What may stand in a header of HTTP (RFC 9110, sections 5.5 and 5.6.2). */
final class HeaderText {

    static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern ONE_TOKEN = Pattern.compile(TOKEN);
    private static final Pattern TOKENS = Pattern.compile(TOKEN + "(\\s*,\\s*" + TOKEN + ")*");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7E]([\\t\\x20-\\x7E]*)");

    private HeaderText() {}

    static boolean isToken(String text) {
        return ONE_TOKEN.matcher(text).matches();
    }

    /** Checks a list with commas between its tokens. */
    static void requireTokens(String option, String text) {
        if (!TOKENS.matcher(text).matches()) {
            throw new IllegalArgumentException(HandshakeErrors.badTokens(option, text));
        }
    }

    /** The parts of a list with commas. */
    static List<String> tokens(String text) {
        return Pattern.compile(",").splitAsStream(text).map(String::strip).toList();
    }

    static boolean isValue(String text) {
        return VALUE.matcher(text).matches();
    }

    /** Checks a value that may be secret, and gives it back. */
    static String requireValue(String option, String value) {
        if (!isValue(value)) {
            throw new IllegalArgumentException(HandshakeErrors.badHeaderValue(option));
        }
        return value;
    }
}
