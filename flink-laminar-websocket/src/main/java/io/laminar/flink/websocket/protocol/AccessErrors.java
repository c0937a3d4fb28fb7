// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import java.time.Duration;
import org.apache.flink.annotation.Internal;

/** Texts of what goes wrong with a proxy, and with the tokens of OAuth 2. */
@Internal
public final class AccessErrors {

    private AccessErrors() {}

    // Proxies.

    public static String badProxy(String key, String printable) {
        return String.format(
                "'%s' is '%s', but must be 'http://host:port' or 'http://user:password@host:port'.",
                key, printable);
    }

    static String proxyUnreachable(ProxyUrl.Address proxy, String target, String reason) {
        return String.format(
                "Can't connect to '%s' by the proxy '%s': %s. Check 'proxy.url', or if that is not"
                        + " set, 'https_proxy', 'http_proxy' and 'no_proxy' in the environment of"
                        + " the task manager.",
                target, proxy, reason);
    }

    static String proxyUnauthorized(ProxyUrl.Address proxy, String target, String status) {
        return String.format(
                "The proxy '%s' refused to connect to '%s' with '%s': its user and password are"
                        + " missing or wrong. Set 'proxy.url' to"
                        + " 'http://user:${env:PASSWORD}@host:port'.",
                proxy, target, status);
    }

    static String proxyRefused(ProxyUrl.Address proxy, String target, String answer) {
        return String.format(
                "The proxy '%s' refused to connect to '%s': expected status 200 but was '%s'.",
                proxy, target, answer);
    }

    static String proxyTimeout(ProxyUrl.Address proxy, String target, Duration timeout) {
        return String.format(
                "The proxy '%s' did not connect to '%s' within %d ms. Is it an HTTP proxy? A slow"
                        + " one may need a higher 'handshake_timeout_ms'.",
                proxy, target, timeout.toMillis());
    }

    // Tokens.

    public static String incompleteCredentials(String missing, String written) {
        return String.format(
                "'%s' is missing, but '%s' is set. A token needs 'auth.token.url',"
                        + " 'auth.client_id' and 'auth.client_secret'.",
                missing, written);
    }

    public static String badTokenUrl(String printable) {
        return String.format(
                "'auth.token.url' is '%s', but must be the address of a token endpoint, such as"
                        + " 'https://login.example.com/oauth/token'.",
                printable);
    }

    static String tokenInPlainSight(String endpoint) {
        return String.format(
                "'%s' ('auth.token.url') has no TLS: whoever is on the way to it can read"
                        + " 'auth.client_secret' and the tokens. Use 'https://', unless something"
                        + " else encrypts the way.",
                endpoint);
    }

    static String tokenRefused(String endpoint, String status, String error) {
        return String.format(
                "'%s' ('auth.token.url') gave no token but '%s'%s. Check 'auth.client_id',"
                        + " 'auth.client_secret' and 'auth.scope'.",
                endpoint, status, error);
    }

    static String tokenUnavailable(String endpoint, String status, String error) {
        return String.format(
                "'%s' ('auth.token.url') gave no token for now but '%s'%s.",
                endpoint, status, error);
    }

    static String badToken(String endpoint, String reason) {
        return String.format(
                "The answer of '%s' ('auth.token.url') holds no token: %s. Is it a token endpoint of"
                        + " OAuth 2?",
                endpoint, reason);
    }

    static String tokenTimeout(String endpoint, Duration timeout) {
        return String.format(
                "'%s' ('auth.token.url') did not answer within %d ms. A slow one may need a higher"
                        + " 'handshake_timeout_ms'.",
                endpoint, timeout.toMillis());
    }

    static String tokenNotTaken(String printableUrl, String endpoint) {
        return String.format(
                "The server at '%s' refused the WebSocket handshake with '401 Unauthorized', also"
                        + " with a new token of '%s' ('auth.token.url'). Ask its operator for the"
                        + " right, or check 'auth.scope'.",
                printableUrl, endpoint);
    }
}
