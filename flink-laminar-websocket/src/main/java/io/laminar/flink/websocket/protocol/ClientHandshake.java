// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.laminar.flink.sdk.secret.SecretText;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends in its opening request beside what RFC 6455 prescribes, and what it needs to
 * get that far. Checked as far as that is possible without the references in it, and wholly in
 * {@link #resolve()}.
 *
 * @param headers further headers by name; the values may be secret
 * @param subprotocol what is offered to the server, the preferred one first, with commas between
 * @param auth value of the header Authorization
 * @param credentials for tokens that go there instead
 * @param proxy by which every server is reached; null for what the environment says
 */
@Internal
public record ClientHandshake(
        Map<String, SecretText> headers,
        @Nullable String subprotocol,
        @Nullable SecretText auth,
        @Nullable ClientCredentials credentials,
        @Nullable ProxyUrl proxy)
        implements Serializable {

    /** Only what RFC 6455 prescribes. */
    public static final ClientHandshake PLAIN = new ClientHandshake(Map.of(), null, null);

    /** What the handshake itself, or HTTP below it, decides about. */
    private static final Set<String> RESERVED =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "keep-alive",
                    "proxy-authorization",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    private static final Pattern SOUNDS_SECRET =
            Pattern.compile("(?i).*(auth|cookie|key|passw|secret|signature|token).*");

    /** Without tokens and a proxy of its own. */
    public ClientHandshake(
            Map<String, SecretText> headers,
            @Nullable String subprotocol,
            @Nullable SecretText auth) {
        this(headers, subprotocol, auth, null, null);
    }

    public ClientHandshake {
        headers = Map.copyOf(headers);
        for (Map.Entry<String, SecretText> header : headers.entrySet()) {
            checkName(header.getKey());
            if (header.getValue().isLiteral()) {
                HeaderText.requireValue("headers." + header.getKey(), header.getValue().resolve());
            }
        }
        if (subprotocol != null) {
            HeaderText.requireTokens("subprotocol", subprotocol);
        }
        if (auth != null && auth.isLiteral()) {
            HeaderText.requireValue("auth", auth.resolve());
        }
        if (auth != null && credentials != null) {
            throw new IllegalArgumentException(
                    WebSocketErrors.excludeEachOther("auth", "auth.token.url"));
        }
    }

    private static void checkName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!HeaderText.isToken(name)) {
            throw new IllegalArgumentException(HandshakeErrors.badHeaderName(name));
        }
        if (lower.equals("authorization")) {
            throw new IllegalArgumentException(HandshakeErrors.headerOfOption(name, "auth"));
        }
        if (lower.equals("sec-websocket-protocol")) {
            throw new IllegalArgumentException(HandshakeErrors.headerOfOption(name, "subprotocol"));
        }
        if (RESERVED.contains(lower) || lower.startsWith("sec-websocket-")) {
            throw new IllegalArgumentException(HandshakeErrors.reservedHeader(name));
        }
    }

    /** The options by which a secret stands in the job graph as it was written. */
    public Set<String> literalSecrets() {
        Set<String> options =
                headers.entrySet().stream()
                        .filter(header -> header.getValue().isLiteral())
                        .filter(header -> SOUNDS_SECRET.matcher(header.getKey()).matches())
                        .map(header -> "headers." + header.getKey())
                        .collect(Collectors.toCollection(TreeSet::new));
        if (auth != null && auth.isLiteral()) {
            options.add("auth");
        }
        if (credentials != null && credentials.clientSecret().isLiteral()) {
            options.add("auth.client_secret");
        }
        if (proxy != null && proxy.holdsLiteralSecret()) {
            options.add("proxy.url");
        }
        return options;
    }

    /**
     * The headers with their references replaced, on the machine that connects.
     *
     * @throws IllegalArgumentException if a value can't be sent; the message doesn't show it
     * @throws io.laminar.flink.sdk.secret.UnresolvedSecretException if a reference leads nowhere
     */
    HttpHeaders resolve() {
        HttpHeaders resolved = new DefaultHttpHeaders();
        headers.forEach(
                (name, value) ->
                        resolved.add(
                                name, HeaderText.requireValue("headers." + name, value.resolve())));
        if (auth != null) {
            resolved.set(
                    HttpHeaderNames.AUTHORIZATION, HeaderText.requireValue("auth", auth.resolve()));
        }
        return resolved;
    }
}
