// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.laminar.flink.sdk.secret.Redacted;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * One server on the way to the one that opens the connection (RFC 9110, section 15.4).
 *
 * @param headers what is told this server beside the handshake
 * @param redirects how many led here
 */
record Hop(URI uri, HttpHeaders headers, int redirects) {

    private static final int MAX_REDIRECTS = 5;
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    static boolean isRedirect(int status) {
        return STATUSES.contains(status);
    }

    boolean isSecure() {
        return isSecure(uri);
    }

    String host() {
        return uri.getHost().replaceAll("[\\[\\]]", "");
    }

    int port() {
        return portOf(uri);
    }

    /** Whether this server is told no headers, as it is another than the one of the URL. */
    boolean isElsewhere() {
        return headers instanceof EmptyHttpHeaders;
    }

    /**
     * Where a server sends the client instead. Headers go along to the same host only: they may
     * hold secrets, which are not for another one.
     *
     * @throws IOException if this is no good place; the message is for users
     */
    Hop follow(String location, WebSocketUrl start) throws IOException {
        String printable = Redacted.text(Printable.text(location));
        if (redirects == MAX_REDIRECTS) {
            throw new IOException(
                    HandshakeErrors.tooManyRedirects(start.toString(), MAX_REDIRECTS, printable));
        }
        URI target;
        try {
            target = asWebSocket(resolve(location));
        } catch (IllegalArgumentException e) {
            // Its message quotes the location in full.
            throw new IOException(HandshakeErrors.badRedirect(start.toString(), printable));
        }
        if (isSecure() && !isSecure(target)) {
            throw new IOException(HandshakeErrors.insecureRedirect(start.toString(), printable));
        }
        boolean sameServer =
                target.getHost().equalsIgnoreCase(uri.getHost())
                        && (portOf(target) == port()
                                || (target.getPort() < 0 && uri.getPort() < 0));
        return new Hop(target, sameServer ? headers : EmptyHttpHeaders.INSTANCE, redirects + 1);
    }

    /** The JDK drops the end of the path before a mere query, which RFC 3986 (5.2.2) keeps. */
    private URI resolve(String location) {
        return uri.resolve(location.startsWith("?") ? uri.getRawPath() + location : location);
    }

    /** Servers write 'http' and 'https' too, which are the schemes of the request they saw. */
    private static URI asWebSocket(URI location) {
        String scheme =
                switch (String.valueOf(location.getScheme()).toLowerCase(Locale.ROOT)) {
                    case "ws", "http" -> "ws";
                    case "wss", "https" -> "wss";
                    default -> throw new IllegalArgumentException("Not a WebSocket URL");
                };
        if (location.getHost() == null) {
            throw new IllegalArgumentException("No host");
        }
        String authority =
                location.getHost() + (location.getPort() < 0 ? "" : ":" + location.getPort());
        String query = location.getRawQuery() == null ? "" : "?" + location.getRawQuery();
        return URI.create(scheme + "://" + authority + location.getRawPath() + query);
    }

    private static boolean isSecure(URI uri) {
        return uri.getScheme().equalsIgnoreCase("wss");
    }

    private static int portOf(URI uri) {
        return uri.getPort() > 0 ? uri.getPort() : isSecure(uri) ? 443 : 80;
    }
}
