// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.ReadOnlyHttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks at each opening request of one server, whose rules it has made ready. Immutable. */
final class Gatekeeper {

    /**
     * A plain HTTP answer.
     *
     * @param text for who reads it; tells nothing about the server that a stranger must not know
     */
    record Refusal(HttpResponseStatus status, String text, HttpHeaders headers) {

        Refusal(HttpResponseStatus status, String text) {
            this(status, text, EmptyHttpHeaders.INSTANCE);
        }
    }

    private static final Refusal NO_GET =
            new Refusal(HttpResponseStatus.BAD_REQUEST, "This is not a GET request of HTTP/1.1.");

    private static final Refusal NO_UPGRADE =
            new Refusal(
                    HttpResponseStatus.UPGRADE_REQUIRED,
                    "This address speaks WebSocket, version 13: open it with a WebSocket client.",
                    new ReadOnlyHttpHeaders(
                            /* validateHeaders= */ false,
                            HttpHeaderNames.UPGRADE,
                            HttpHeaderValues.WEBSOCKET,
                            HttpHeaderNames.SEC_WEBSOCKET_VERSION,
                            "13"));

    private static final Refusal NO_CONNECTION =
            new Refusal(
                    HttpResponseStatus.BAD_REQUEST,
                    "The header Connection does not hold 'Upgrade'. Does a proxy in between drop"
                            + " it?");

    private static final Refusal NO_KEY =
            new Refusal(
                    HttpResponseStatus.BAD_REQUEST,
                    "The handshake has no valid header Sec-WebSocket-Key.");

    private static final Refusal OTHER_PATH =
            new Refusal(HttpResponseStatus.NOT_FOUND, "There is nothing at this path.");

    private static final Refusal OTHER_ORIGIN =
            new Refusal(
                    HttpResponseStatus.FORBIDDEN,
                    "Web pages of this origin may not connect to this server.");

    /** 16 bytes in Base64 (RFC 6455, section 4.1). */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

    /** Of a request target in absolute form (RFC 9112, section 3.2.2). */
    private static final Pattern SCHEME_AND_HOST =
            Pattern.compile("^(?:https?|wss?)://[^/?]*", Pattern.CASE_INSENSITIVE);

    private final @Nullable String path;
    private final Set<String> allowedOrigins;
    private final @Nullable String subprotocol;
    private final @Nullable RequiredAuthorization authorization;

    /**
     * Resolves the references of the rules, on the machine that listens.
     *
     * @throws IllegalArgumentException if a value can't come in a header
     * @throws io.laminar.flink.sdk.secret.UnresolvedSecretException if a reference leads nowhere
     */
    Gatekeeper(HandshakeRules rules) {
        this.path = rules.path();
        this.allowedOrigins = rules.allowedOrigins();
        this.subprotocol = rules.subprotocol();
        this.authorization =
                rules.auth() == null ? null : RequiredAuthorization.resolve(rules.auth());
    }

    /** The first one that the client offers and this side speaks; null if there is none. */
    @Nullable String subprotocolFor(FullHttpRequest request) {
        if (subprotocol == null) {
            return null;
        }
        List<String> spoken = HeaderText.tokens(subprotocol);
        return request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                .flatMap(value -> HeaderText.tokens(value).stream())
                .filter(spoken::contains)
                .findFirst()
                .orElse(null);
    }

    /** Why a request is not let in; empty if it is. */
    Optional<Refusal> refusalOf(FullHttpRequest request) {
        if (request.decoderResult().isFailure()
                || !HttpMethod.GET.equals(request.method())
                || request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0) {
            return Optional.of(NO_GET);
        }
        if (path != null && !path.equals(pathOf(request))) {
            return Optional.of(OTHER_PATH);
        }
        if (!isUpgrade(request)) {
            return Optional.of(NO_UPGRADE);
        }
        if (!request.headers()
                .containsValue(
                        HttpHeaderNames.CONNECTION,
                        HttpHeaderValues.UPGRADE,
                        /* ignoreCase= */ true)) {
            return Optional.of(NO_CONNECTION);
        }
        String key = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        if (key == null || !KEY.matcher(key).matches()) {
            return Optional.of(NO_KEY);
        }
        if (!isAllowedOrigin(request.headers())) {
            return Optional.of(OTHER_ORIGIN);
        }
        if (authorization != null && !authorization.isIn(request.headers())) {
            return Optional.of(authorization.refusal());
        }
        if (subprotocol != null && subprotocolFor(request) == null) {
            return Optional.of(
                    new Refusal(
                            HttpResponseStatus.BAD_REQUEST,
                            "Offer the subprotocol '"
                                    + subprotocol
                                    + "' in the header Sec-WebSocket-Protocol."));
        }
        return Optional.empty();
    }

    private static String pathOf(FullHttpRequest request) {
        String target = SCHEME_AND_HOST.matcher(request.uri()).replaceFirst("");
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** Only browsers send an origin; who has none is no web page, and can send what it likes. */
    private boolean isAllowedOrigin(HttpHeaders headers) {
        return allowedOrigins.isEmpty()
                || headers.getAll(HttpHeaderNames.ORIGIN).stream()
                        .allMatch(
                                origin -> allowedOrigins.contains(origin.toLowerCase(Locale.ROOT)));
    }

    private static boolean isUpgrade(FullHttpRequest request) {
        return request.headers()
                        .contains(
                                HttpHeaderNames.UPGRADE,
                                HttpHeaderValues.WEBSOCKET,
                                /* ignoreCase= */ true)
                && request.headers()
                        .contains(
                                HttpHeaderNames.SEC_WEBSOCKET_VERSION,
                                "13",
                                /* ignoreCase= */ true);
    }
}
