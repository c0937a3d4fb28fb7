// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.laminar.flink.sdk.secret.SecretText;
import java.io.Serializable;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * What a server asks of a client's opening request.
 *
 * @param path of the URL, without its query; null for any
 * @param allowedOrigins of web pages, such as {@code https://app.example.com}; empty for any
 * @param subprotocol of which the client has to offer one, with commas between; null for any
 * @param auth what the header Authorization has to hold; null for anything
 */
@Internal
public record HandshakeRules(
        @Nullable String path,
        Set<String> allowedOrigins,
        @Nullable String subprotocol,
        @Nullable SecretText auth)
        implements Serializable {

    /** Whoever speaks RFC 6455 may come in. */
    public static final HandshakeRules NONE = new HandshakeRules(null, Set.of(), null, null);

    private static final Pattern PATH = Pattern.compile("/[^?#\\s]*");

    /** RFC 6454, section 7: a scheme and a host, and a port if it is not the scheme's own. */
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/?#@\\s]+");

    public HandshakeRules {
        if (path != null && !PATH.matcher(path).matches()) {
            throw new IllegalArgumentException(HandshakeErrors.badPath(path));
        }
        for (String origin : allowedOrigins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException(HandshakeErrors.badOrigin(origin));
            }
        }
        // Scheme and host are compared without regard to case.
        allowedOrigins =
                allowedOrigins.stream()
                        .map(origin -> origin.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
        if (subprotocol != null) {
            HeaderText.requireTokens("subprotocol", subprotocol);
        }
        if (auth != null && auth.isLiteral()) {
            HeaderText.requireValue("auth", auth.resolve());
        }
    }

    /** Whether the secret stands in the job graph as it was written. */
    public boolean holdsLiteralSecret() {
        return auth != null && auth.isLiteral();
    }
}
