// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.secret;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;

/** Text as a component of a URI (RFC 3986, section 2). */
@Internal
public final class PercentEncoding {

    private static final String UNRESERVED =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private PercentEncoding() {}

    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xFF);
            if (UNRESERVED.indexOf(character) >= 0) {
                encoded.append(character);
            } else {
                encoded.append(String.format("%%%02X", octet & 0xFF));
            }
        }
        return encoded.toString();
    }

    /**
     * The text that was encoded.
     *
     * @throws IllegalArgumentException if a percent sign is not followed by two digits
     */
    public static String decode(String text) {
        // URLDecoder is for forms, where '+' is a space; in a URI it is itself.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
