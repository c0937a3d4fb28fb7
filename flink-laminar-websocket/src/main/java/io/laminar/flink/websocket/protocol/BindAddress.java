// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import java.io.Serializable;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;

/**
 * Where a server listens.
 *
 * @param host name or address, IPv6 without brackets
 * @param port 0 for any free one
 */
@Internal
public record BindAddress(String host, int port) implements Serializable {

    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([^\\s:/\\[\\]]+)):(\\d{1,5})");

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static BindAddress parse(String written) {
        Matcher matcher = FORM.matcher(written.strip());
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65535) {
            throw new IllegalArgumentException(WebSocketErrors.badBindAddress(written));
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return new BindAddress(host, Integer.parseInt(matcher.group(3)));
    }

    InetSocketAddress toSocketAddress() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
