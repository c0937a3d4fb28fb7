// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One element of the header Sec-WebSocket-Extensions (RFC 6455, section 9.1).
 *
 * @param name in lower case
 * @param parameters by name in lower case. One without a value has the empty one; the values of a
 *     repeated one are joined by a comma, which a single one can't hold.
 */
record Extension(String name, Map<String, String> parameters) {

    /** A value must be a token, quoted or not. Hence no quotes hide a comma or a semicolon. */
    private static final Pattern PARAMETER =
            Pattern.compile(
                    "\\s*(%1$s)\\s*(?:=\\s*(?:(%1$s)|\"(%1$s)\")\\s*)?"
                            .formatted(HeaderText.TOKEN));

    Extension {
        parameters = Map.copyOf(parameters);
    }

    /** All elements of the header's lines; empty if they can't be read. */
    static Optional<List<Extension>> parse(List<String> lines) {
        List<Extension> extensions = new ArrayList<>();
        for (String line : lines) {
            for (String element : HeaderText.tokens(line)) {
                if (element.isEmpty()) {
                    // A list may hold such ones, RFC 9110, section 5.6.1.
                    continue;
                }
                Optional<Extension> extension = parseElement(element);
                if (extension.isEmpty()) {
                    return Optional.empty();
                }
                extensions.add(extension.get());
            }
        }
        return Optional.of(extensions);
    }

    private static Optional<Extension> parseElement(String element) {
        List<String> parts = List.of(element.split(";", -1));
        String name = parts.get(0).strip();
        if (!HeaderText.isToken(name)) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (String part : parts.subList(1, parts.size())) {
            Matcher matcher = PARAMETER.matcher(part);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            String quoted = matcher.group(3);
            String value = quoted == null ? matcher.group(2) : quoted;
            parameters.merge(
                    matcher.group(1).toLowerCase(Locale.ROOT),
                    value == null ? "" : value,
                    (all, one) -> all + "," + one);
        }
        return Optional.of(new Extension(name.toLowerCase(Locale.ROOT), parameters));
    }
}
