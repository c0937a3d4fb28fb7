// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import java.time.Duration;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/** Texts of what goes wrong between the TCP connection and the end of the WebSocket handshake. */
@Internal
public final class HandshakeErrors {

    private HandshakeErrors() {}

    public static String badHeaderName(String name) {
        return String.format(
                "'headers.%s' doesn't name an HTTP header: a name has letters, digits and '-'.",
                Printable.text(name));
    }

    public static String reservedHeader(String name) {
        return String.format(
                "'headers.%s' can't be set: the handshake itself decides about this header."
                        + " Remove it.",
                name);
    }

    public static String headerOfOption(String name, String option) {
        return String.format(
                "'headers.%s' can't be set: '%s' stands for this header. Use that one.",
                name, option);
    }

    /** Never shows the value, which may be secret. */
    public static String badHeaderValue(String option) {
        return String.format(
                "The value of '%s' can't be sent in an HTTP header: it is empty, begins with a"
                        + " space, or holds a line break or another character that is not printable"
                        + " ASCII.",
                option);
    }

    public static String badPath(String written) {
        return String.format(
                "'path' is '%s', but must begin with '/' and hold no space, '?' or '#'.",
                Printable.text(written));
    }

    public static String badOrigin(String written) {
        return String.format(
                "'allowed_origins' holds '%s', but an origin is a scheme and a host, with a port if"
                        + " it is not the usual one, and nothing else, such as"
                        + " 'https://app.example.com'.",
                Printable.text(written));
    }

    public static String badTokens(String option, String written) {
        return String.format(
                "'%s' is '%s', but must be one name without spaces, such as 'v1.example', or several"
                        + " with commas.",
                option, Printable.text(written));
    }

    public static String passwordWithoutStore(String key) {
        return String.format(
                "'%s_password' is set, but '%s' is not. Set that one to the file, or remove the"
                        + " password.",
                key, key);
    }

    public static String unreadableStore(String key, String path, String reason) {
        return String.format(
                "Can't read '%s' ('%s'): %s. It has to be a PKCS #12, JKS or PEM file on every task"
                        + " manager, with its password in '%s_password'.",
                path, key, Printable.text(reason), key);
    }

    public static String refusedHandshake(String printableUrl, String status) {
        return String.format(
                "The server at '%s' refused the WebSocket handshake: expected status 101 but was"
                        + " '%s'.",
                printableUrl, status);
    }

    public static String unauthorized(String printableUrl, String status) {
        return String.format(
                "The server at '%s' refused the WebSocket handshake with '%s': the credentials are"
                        + " missing or wrong. Set 'auth' to what it takes, such as 'Bearer"
                        + " ${env:TOKEN}', or the header or part of the URL that it wants instead.",
                printableUrl, status);
    }

    public static String forbidden(String printableUrl, String status) {
        return String.format(
                "The server at '%s' refused the WebSocket handshake with '%s': whoever these"
                        + " credentials belong to may not connect. Ask its operator for the right,"
                        + " or check 'auth', the path in 'url' and 'headers.Origin'.",
                printableUrl, status);
    }

    public static String refusedElsewhere(String printableUrl, String host, String status) {
        return String.format(
                "'%s' redirected to host '%s', which refused the WebSocket handshake with '%s': it"
                        + " is another server, to which 'auth' and 'headers.…' are not sent. Set"
                        + " 'url' to its address if it may see them.",
                printableUrl, host, status);
    }

    public static String tooManyRedirects(String printableUrl, int maximum, String location) {
        return String.format(
                "'%s' redirected %d times, and again to '%s'. Set 'url' to the address where the"
                        + " server is.",
                printableUrl, maximum, location);
    }

    public static String badRedirect(String printableUrl, String location) {
        return String.format(
                "'%s' redirected to '%s', which is no address of a WebSocket server. Set 'url' to"
                        + " the address where the server is.",
                printableUrl, location);
    }

    public static String insecureRedirect(String printableUrl, String location) {
        return String.format(
                "'%s' redirected to '%s', which is not encrypted, and was not followed. Set 'url'"
                        + " to that address if this is what you want.",
                printableUrl, location);
    }

    public static String otherSubprotocol(
            String printableUrl, @Nullable String offered, @Nullable String chosen) {
        return String.format(
                "The server at '%s' chose %s, but %s. Set 'subprotocol' to what the server speaks.",
                printableUrl,
                chosen == null
                        ? "no subprotocol"
                        : "the subprotocol '" + Printable.text(chosen) + "'",
                offered == null ? "none was offered" : "'" + offered + "' was offered");
    }

    public static String badExtensions(String printableUrl, String chosen, Compression offered) {
        return String.format(
                offered == Compression.NONE
                        ? "The server at '%s' chose the extensions '%s', but none was offered. Its"
                                + " operator has to mend that; 'compression' = 'true' may help."
                        : "The server at '%s' answered the offer to compress with '%s', which RFC"
                                + " 7692 does not allow. Set 'compression' = 'false' to do without.",
                printableUrl,
                Printable.text(chosen));
    }

    public static String badHandshake(String printableUrl, String reason) {
        return String.format(
                "The answer of '%s' is not a WebSocket handshake: %s. Is it a WebSocket server?",
                printableUrl, reason);
    }

    public static String handshakeTimeout(String printableUrl, Duration timeout) {
        return String.format(
                "'%s' did not finish the WebSocket handshake within %d ms. Is it a WebSocket"
                        + " server? A slow one may need a higher 'handshake_timeout_ms'.",
                printableUrl, timeout.toMillis());
    }

    public static String cannotConnect(String printableUrl, String reason) {
        return String.format("Can't connect to '%s': %s.", printableUrl, reason);
    }

    public static String expiredCertificate(String printableUrl, String validity) {
        return String.format(
                "Can't connect to '%s': its certificate, or one above it, has expired (%s). Its"
                        + " operator has to renew it; check the clock of this machine, too.",
                printableUrl, validity);
    }
}
