// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.annotation.Internal;

/** What is wrong with the options of a connection, or with the server at its other end. */
@Internal
public final class ConnectionErrors {

    static final String CONNECTION_MISSING =
            "Say where the server is: set 'connection' = 'postgresql://user:password@host:5432/db',"
                    + " or 'hostname' with 'database', 'username' and 'password', but not both.";

    private ConnectionErrors() {}

    static String unknownParameter(String parameter, Set<String> known) {
        return String.format(
                "The connection has the parameter '%s', which is not known. Known: %s.",
                parameter, String.join(", ", new TreeSet<>(known)));
    }

    public static String partWrittenTwice(String key) {
        return String.format(
                "'%s' is set beside 'connection': write the part in one of the two places.", key);
    }

    static String parameterWrittenTwice(String option, String parameter) {
        return String.format(
                "'%s' is set beside '%s' in 'connection': write it in one of the two places.",
                option, parameter);
    }

    static String badPort(int port) {
        return String.format("'port' is %d, but must be 1 to 65535.", port);
    }

    static String badPortInConnection(int port) {
        return String.format("The connection's port is %d, but must be 1 to 65535.", port);
    }

    static String badHost(String host) {
        return String.format(
                "The host is '%s', but must be one name or address: without port and path, an IPv6"
                        + " address in 'hostname' without brackets.",
                host);
    }

    static String hostIsSocket(String host) {
        return String.format(
                "The host is '%s', but Unix-domain sockets are not supported: give a name or an"
                        + " address that the server listens on by TCP.",
                host);
    }

    static String badTimeout(String option, Duration value) {
        return String.format(
                "'%s' is %s, but must be between 0 (no limit) and 24 days.", option, value);
    }

    static String connectTimeoutIsNoNumber(String written) {
        return String.format(
                "The connection's 'connect_timeout' is '%s', but must be a whole number of seconds.",
                written);
    }

    static String connectTimedOut(String server, Duration timeout) {
        return String.format(
                "The server %s does not answer within 'connect_timeout' = '%d ms'. Mend host and"
                        + " port, or a firewall on the way; or set the option higher.",
                server, timeout.toMillis());
    }

    public static String refused(String server, String message, String sqlState) {
        return String.format(
                "The server %s refuses the connection: %s (SQLSTATE %s). Mend user, password or"
                        + " database of the table's options.",
                server, message, sqlState);
    }
}
