// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.laminar.flink.sdk.secret.Redacted;
import io.laminar.flink.sdk.secret.SecretText;
import java.io.Serializable;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * What a client shows an OAuth 2 server to get a token (RFC 6749, section 4.4).
 *
 * @param tokenUrl the token endpoint, {@code https://} or {@code http://}
 * @param scope what the token is to be good for; null for what the server thinks fit
 */
@Internal
public record ClientCredentials(
        String tokenUrl, SecretText clientId, SecretText clientSecret, @Nullable String scope)
        implements Serializable {

    public ClientCredentials {
        URI endpoint;
        try {
            endpoint = URI.create(tokenUrl);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(AccessErrors.badTokenUrl(Redacted.text(tokenUrl)));
        }
        boolean isHttp = "http".equalsIgnoreCase(endpoint.getScheme());
        boolean isHttps = "https".equalsIgnoreCase(endpoint.getScheme());
        if (!(isHttp || isHttps)
                || endpoint.getHost() == null
                || endpoint.getRawUserInfo() != null
                || endpoint.getRawFragment() != null) {
            throw new IllegalArgumentException(AccessErrors.badTokenUrl(Redacted.text(tokenUrl)));
        }
    }

    URI endpoint() {
        return URI.create(tokenUrl);
    }

    /** Safe to print. */
    String name() {
        return Redacted.text(tokenUrl);
    }

    /** Value of the header Authorization (RFC 6749, section 2.3.1), with references replaced. */
    String authorization() {
        String pair = encoded(clientId.resolve()) + ":" + encoded(clientSecret.resolve());
        return "Basic "
                + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    }

    /** The request, form-encoded. */
    String body() {
        return "grant_type=client_credentials" + (scope == null ? "" : "&scope=" + encoded(scope));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
