// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import java.io.Serializable;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;

/**
 * Where a server listens, or the servers of several subtasks, each on a port of its own.
 *
 * @param host name or address, IPv6 without brackets
 * @param port the first of the range; 0 for any free one
 * @param lastPort the same, if it is no range
 */
@Internal
public record BindAddress(String host, int port, int lastPort) implements Serializable {

    private static final Pattern FORM =
            Pattern.compile(
                    "(?:\\[([0-9A-Fa-f:.%]+)]|([^\\s:/\\[\\]]+)):(\\d{1,5})(?:-(\\d{1,5}))?");

    private static final int MAX_PORT = 65535;

    /** One port. */
    public BindAddress(String host, int port) {
        this(host, port, port);
    }

    /**
     * Reads {@code host:port} or {@code host:first-last}.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static BindAddress parse(String written) {
        Matcher matcher = FORM.matcher(written.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(WebSocketErrors.badBindAddress(written));
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        int first = Integer.parseInt(matcher.group(3));
        int last = matcher.group(4) == null ? first : Integer.parseInt(matcher.group(4));
        if (last > MAX_PORT || first > last || (first == 0 && last > 0)) {
            throw new IllegalArgumentException(WebSocketErrors.badBindAddress(written));
        }
        return new BindAddress(host, first, last);
    }

    /** Whether each subtask has a port of its own. */
    public boolean isRange() {
        return lastPort > port;
    }

    public int ports() {
        return lastPort - port + 1;
    }

    /**
     * The one port of a subtask, the same after each restart.
     *
     * @param subtask below {@link #ports()}, if this is a range
     */
    public BindAddress ofSubtask(int subtask) {
        return isRange() ? new BindAddress(host, port + subtask) : this;
    }

    InetSocketAddress toSocketAddress() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host)
                + ":"
                + port
                + (isRange() ? "-" + lastPort : "");
    }
}
