// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.laminar.flink.sdk.secret.Redacted;
import io.laminar.flink.sdk.secret.SecretText;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.apache.flink.annotation.Internal;

/**
 * The address of a WebSocket server (RFC 6455, section 3), which may hold secrets in its query,
 * written out or as references {@code ${env:NAME}} and {@code ${file:/path}}.
 *
 * <p>{@link #toString()} is safe to print.
 */
@Internal
public final class WebSocketUrl implements Serializable {

    private static final long serialVersionUID = 1L;

    private final SecretText text;
    private final String printable;

    private WebSocketUrl(SecretText text, String printable) {
        this.text = text;
        this.printable = printable;
    }

    /**
     * Reads a URL; one with references is checked as far as that is possible without them, and
     * wholly in {@link #resolve()}.
     *
     * @throws IllegalArgumentException if it is not a WebSocket URL
     */
    public static WebSocketUrl parse(String written) {
        String stripped = written.strip();
        String printable = Redacted.text(stripped);
        SecretText text = SecretText.of(stripped);
        if (text.isLiteral()) {
            check(stripped, printable);
        } else if (!hasScheme(stripped)) {
            throw new IllegalArgumentException(
                    WebSocketErrors.badUrl(printable, "its scheme is another"));
        }
        return new WebSocketUrl(text, printable);
    }

    /**
     * The URL with its references replaced, on the machine that connects.
     *
     * @throws IllegalArgumentException if it is not a WebSocket URL then
     * @throws io.laminar.flink.sdk.secret.UnresolvedSecretException if a reference leads nowhere
     */
    URI resolve() {
        return check(text.resolveConnection(), printable);
    }

    /** Whether a secret stands in the job graph as it was written. */
    public boolean holdsLiteralSecret() {
        return text.isLiteral() && !text.equals(SecretText.of(printable));
    }

    private static URI check(String url, String printable) {
        if (!hasScheme(url)) {
            throw new IllegalArgumentException(
                    WebSocketErrors.badUrl(printable, "its scheme is another"));
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            // The exception's own message and the cause quote the input.
            throw new IllegalArgumentException(
                    WebSocketErrors.badUrl(
                            printable, e.getReason() + " at character " + (e.getIndex() + 1)));
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    WebSocketErrors.badUrl(
                            printable, "user and password have no place in a WebSocket URL"));
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    WebSocketErrors.badUrl(
                            printable, "a fragment ('#…') has no place in a WebSocket URL"));
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    WebSocketErrors.badUrl(printable, "it has no valid host"));
        }
        return uri;
    }

    private static boolean hasScheme(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith("ws://") || lower.startsWith("wss://");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WebSocketUrl url && url.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return printable;
    }
}
