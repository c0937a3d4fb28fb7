// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.laminar.flink.sdk.secret.Redacted;
import io.laminar.flink.sdk.secret.SecretText;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy, {@code http://user:password@host:port}, which may hold references {@code
 * ${env:NAME}} and {@code ${file:/path}}. {@link #toString()} is safe to print.
 */
@Internal
public final class ProxyUrl implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String SCHEME = "http://";

    private final SecretText text;
    private final String printable;

    private ProxyUrl(SecretText text, String printable) {
        this.text = text;
        this.printable = printable;
    }

    /**
     * An open door to the proxy.
     *
     * @param authorization value of the header Proxy-Authorization; null for none
     */
    record Address(String host, int port, @Nullable String authorization) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * Reads the option; one with references is checked as far as that is possible without them.
     *
     * @throws IllegalArgumentException if it is no proxy
     */
    public static ProxyUrl parse(String written) {
        return parse("proxy.url", written.strip());
    }

    /** Reads an environment variable, where tools also allow to leave out the scheme. */
    static ProxyUrl ofEnvironment(String variable, String value) {
        String stripped = value.strip();
        return parse(variable, stripped.contains("://") ? stripped : SCHEME + stripped);
    }

    private static ProxyUrl parse(String key, String url) {
        ProxyUrl proxy = new ProxyUrl(SecretText.of(url), Redacted.text(url));
        if (proxy.text.isLiteral()) {
            addressOf(key, url, proxy.printable);
        } else if (url.contains("://") && !hasScheme(url)) {
            throw new IllegalArgumentException(AccessErrors.badProxy(key, proxy.printable));
        }
        return proxy;
    }

    /**
     * Where the proxy is, with its references replaced, on the machine that connects.
     *
     * @throws IllegalArgumentException if it is no proxy then
     * @throws io.laminar.flink.sdk.secret.UnresolvedSecretException if a reference leads nowhere
     */
    Address resolve() {
        return addressOf("proxy.url", text.resolveConnection(), printable);
    }

    /** Whether a password stands in the job graph as it was written. */
    boolean holdsLiteralSecret() {
        return text.isLiteral() && !text.equals(SecretText.of(printable));
    }

    /** Never quotes what was found: it may hold a password. */
    private static Address addressOf(String key, String url, String printable) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(AccessErrors.badProxy(key, printable));
        }
        boolean isBare = uri.getRawPath() == null || uri.getRawPath().matches("/?");
        if (!hasScheme(url) || uri.getHost() == null || !isBare || uri.getRawQuery() != null) {
            throw new IllegalArgumentException(AccessErrors.badProxy(key, printable));
        }
        String user = uri.getUserInfo();
        return new Address(
                uri.getHost().replaceAll("[\\[\\]]", ""),
                uri.getPort() < 0 ? 80 : uri.getPort(),
                user == null ? null : basic(user.contains(":") ? user : user + ":"));
    }

    private static String basic(String userAndPassword) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean hasScheme(String url) {
        return url.regionMatches(/* ignoreCase= */ true, 0, SCHEME, 0, SCHEME.length());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProxyUrl proxy && proxy.text.equals(text);
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
