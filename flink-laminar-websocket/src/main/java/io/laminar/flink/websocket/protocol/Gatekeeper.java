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
import io.netty.handler.codec.http.ReadOnlyHttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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

    private static final Refusal OTHER_PATH =
            new Refusal(HttpResponseStatus.NOT_FOUND, "There is nothing at this path.");

    private static final Refusal OTHER_ORIGIN =
            new Refusal(
                    HttpResponseStatus.FORBIDDEN,
                    "Web pages of this origin may not connect to this server.");

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

    /** Of which the client and this side agree on one; null if none is asked for. */
    @Nullable String subprotocol() {
        return subprotocol;
    }

    /** Why a request is not let in; empty if it is. */
    Optional<Refusal> refusalOf(FullHttpRequest request) {
        if (request.decoderResult().isFailure() || !HttpMethod.GET.equals(request.method())) {
            return Optional.of(NO_GET);
        }
        if (path != null && !path.equals(pathOf(request))) {
            return Optional.of(OTHER_PATH);
        }
        if (!isUpgrade(request)) {
            return Optional.of(NO_UPGRADE);
        }
        if (!isAllowedOrigin(request.headers())) {
            return Optional.of(OTHER_ORIGIN);
        }
        if (authorization != null && !authorization.isIn(request.headers())) {
            return Optional.of(authorization.refusal());
        }
        if (!offersSubprotocol(request)) {
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
        int query = request.uri().indexOf('?');
        return query < 0 ? request.uri() : request.uri().substring(0, query);
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
                        .containsValue(
                                HttpHeaderNames.UPGRADE,
                                HttpHeaderValues.WEBSOCKET,
                                /* ignoreCase= */ true)
                && request.headers()
                        .contains(
                                HttpHeaderNames.SEC_WEBSOCKET_VERSION,
                                "13",
                                /* ignoreCase= */ true);
    }

    private boolean offersSubprotocol(FullHttpRequest request) {
        if (subprotocol == null) {
            return true;
        }
        List<String> spoken = HeaderText.tokens(subprotocol);
        return request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                .flatMap(value -> HeaderText.tokens(value).stream())
                .anyMatch(spoken::contains);
    }
}
