// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * How long we wait for the server.
 *
 * @param connect for each of its answers until the session is open; zero for ever, {@code null} if
 *     the user did not write it
 * @param statement for the end of a statement, kept by the server; zero for ever
 */
@Internal
public record Timeouts(@Nullable Duration connect, Duration statement) implements Serializable {

    public static final Duration DEFAULT_CONNECT = Duration.ofSeconds(10);
    public static final Duration DEFAULT_STATEMENT = Duration.ofSeconds(60);

    /** Longer than the server's, so that its answer comes first unless the network is dead. */
    private static final Duration NETWORK_SLACK = Duration.ofSeconds(15);

    /** The server and the driver count milliseconds in 32 bits. */
    private static final Duration MAX = Duration.ofMillis(Integer.MAX_VALUE).minus(NETWORK_SLACK);

    public static final Timeouts DEFAULTS = new Timeouts(null, DEFAULT_STATEMENT);

    public Timeouts {
        if (connect != null) {
            check("connect_timeout", connect);
        }
        check("statement_timeout", statement);
    }

    private static void check(String option, Duration value) {
        if (value.isNegative() || value.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(ConnectionErrors.badTimeout(option, value));
        }
    }

    /**
     * These settings and those of the connection's own parameters together.
     *
     * @throws IllegalArgumentException if one is written twice, or is no number of seconds
     */
    Timeouts with(Map<String, String> parameters) {
        String seconds = parameters.get("connect_timeout");
        if (seconds == null) {
            return this;
        }
        if (connect != null) {
            throw new IllegalArgumentException(
                    ConnectionErrors.parameterWrittenTwice("connect_timeout", "connect_timeout"));
        }
        try {
            return new Timeouts(Duration.ofSeconds(Integer.parseInt(seconds)), statement);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    ConnectionErrors.connectTimeoutIsNoNumber(seconds), e);
        }
    }

    Duration connectOrDefault() {
        return connect == null ? DEFAULT_CONNECT : connect;
    }

    /** For the time until the session is open: the driver counts in seconds. */
    void addTo(Properties properties) {
        int seconds = Math.toIntExact((connectOrDefault().toMillis() + 999) / 1000);
        PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
        PGProperty.SOCKET_TIMEOUT.set(properties, seconds);
        PGProperty.SSL_RESPONSE_TIMEOUT.set(properties, 1000 * seconds);
    }

    /** For the open session: after this time without an answer the network is taken for dead. */
    int networkMillis() {
        return statement.isZero() ? 0 : Math.toIntExact(statement.plus(NETWORK_SLACK).toMillis());
    }
}
