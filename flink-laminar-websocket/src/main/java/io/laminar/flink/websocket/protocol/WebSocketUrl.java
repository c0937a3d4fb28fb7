// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.laminar.flink.sdk.secret.Redacted;
import io.laminar.flink.sdk.secret.SecretText;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * The address of a WebSocket server (RFC 6455, section 3), which may hold secrets in its query,
 * written out or as references {@code ${env:NAME}} and {@code ${file:/path}}.
 *
 * <p>{@link #toString()} is safe to print.
 */
@Internal
public final class WebSocketUrl implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Stands for the last value of the cursor, in the query and in messages. */
    public static final String LAST = "${last}";

    private final SecretText text;
    private final String printable;
    private final boolean hasPlaceForLast;

    private WebSocketUrl(SecretText text, String printable, boolean hasPlaceForLast) {
        this.text = text;
        this.printable = printable;
        this.hasPlaceForLast = hasPlaceForLast;
    }

    /** A comma inside a URL, as between values of its query, divides nothing. */
    private static final Pattern BETWEEN = Pattern.compile(",\\s*(?=(?i:wss?)://)");

    /**
     * Reads several URLs with commas between.
     *
     * @throws IllegalArgumentException if one is not a WebSocket URL
     */
    public static List<WebSocketUrl> parseAll(String written) {
        return BETWEEN.splitAsStream(written).map(WebSocketUrl::parse).toList();
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
        int last = stripped.indexOf(LAST);
        if (last >= 0 && !stripped.substring(0, last).contains("?")) {
            throw new IllegalArgumentException(
                    WebSocketErrors.badUrl(printable, "'${last}' has its place in the query only"));
        }
        if (text.isLiteral()) {
            check(withLast(stripped, null), printable);
        } else if (!hasScheme(stripped)) {
            throw new IllegalArgumentException(
                    WebSocketErrors.badUrl(printable, "its scheme is another"));
        }
        return new WebSocketUrl(text, printable, last >= 0);
    }

    /**
     * The URL with its references replaced, on the machine that connects.
     *
     * @throws IllegalArgumentException if it is not a WebSocket URL then
     * @throws io.laminar.flink.sdk.secret.UnresolvedSecretException if a reference leads nowhere
     */
    URI resolve() {
        return resolve(null);
    }

    /**
     * As {@link #resolve()}, with a value percent-encoded in the place of <code>${last}</code>;
     * without a value the parameters of the query that hold it are left out.
     */
    URI resolve(@Nullable String last) {
        return check(withLast(text.resolveConnection(), last), printable);
    }

    /** Whether the query holds <code>${last}</code>. */
    public boolean hasPlaceForLast() {
        return hasPlaceForLast;
    }

    private static String withLast(String url, @Nullable String last) {
        if (!url.contains(LAST)) {
            return url;
        }
        if (last != null) {
            // What it makes of a space is for forms only.
            String encoded = URLEncoder.encode(last, StandardCharsets.UTF_8).replace("+", "%20");
            return url.replace(LAST, encoded);
        }
        int query = url.indexOf('?');
        String kept =
                Stream.of(url.substring(query + 1).split("&", -1))
                        .filter(parameter -> !parameter.contains(LAST))
                        .collect(Collectors.joining("&"));
        return url.substring(0, query) + (kept.isEmpty() ? "" : "?" + kept);
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
