// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.laminar.flink.sdk.secret.SecretText;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;

/**
 * The one value of the header Authorization that a server takes (RFC 9110, section 11). How long
 * the comparison takes tells nothing about how much of a wrong value was right. Immutable.
 */
final class RequiredAuthorization {

    private final byte[] required;
    private final Gatekeeper.Refusal refusal;

    private RequiredAuthorization(String value) {
        this.required = value.getBytes(StandardCharsets.ISO_8859_1);
        this.refusal =
                new Gatekeeper.Refusal(
                        HttpResponseStatus.UNAUTHORIZED,
                        "Send the credentials of this server in the header Authorization.",
                        new DefaultHttpHeaders()
                                .set(HttpHeaderNames.WWW_AUTHENTICATE, challenge(value)));
    }

    /** Resolves a value with references; see {@link Gatekeeper}. */
    static RequiredAuthorization resolve(SecretText value) {
        return new RequiredAuthorization(HeaderText.requireValue("auth", value.resolve()));
    }

    boolean isIn(HttpHeaders headers) {
        List<String> sent = headers.getAll(HttpHeaderNames.AUTHORIZATION);
        return sent.size() == 1
                && MessageDigest.isEqual(
                        required, sent.get(0).getBytes(StandardCharsets.ISO_8859_1));
    }

    Gatekeeper.Refusal refusal() {
        return refusal;
    }

    /** Only well-known schemes are named: any other first word may be the secret itself. */
    private static String challenge(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (lower.startsWith("basic ")) {
            return "Basic realm=\"websocket\", charset=\"UTF-8\"";
        }
        return "Bearer realm=\"websocket\"";
    }
}
