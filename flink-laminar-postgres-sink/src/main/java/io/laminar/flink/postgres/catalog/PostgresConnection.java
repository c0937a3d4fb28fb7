// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import io.laminar.flink.sdk.connection.ConnectionUri;
import io.laminar.flink.sdk.postgres.SslMode;
import io.laminar.flink.sdk.secret.SecretText;
import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where the server is and who we are there, with references to secrets still unresolved.
 *
 * <p>Either {@code text} is set (a URI or libpq's keywords), or {@code host} and {@code port}. What
 * the text lacks of the parts after them may stand beside it. {@link #toString()} shows no secret.
 */
@Internal
public record PostgresConnection(
        @Nullable SecretText text,
        @Nullable String host,
        int port,
        @Nullable String database,
        @Nullable String username,
        @Nullable SecretText password,
        TlsSettings tls,
        Timeouts timeouts)
        implements Serializable {

    public static final int DEFAULT_PORT = 5432;

    private static final int MAX_PORT = 65_535;

    /**
     * A name or an IPv4 address, or an IPv6 address. The driver's URL has no escape for a host:
     * other characters would begin its port, another host, or parameters.
     */
    private static final Pattern HOST =
            Pattern.compile(
                    "[^/?,&@#:\\[\\]\\s\\p{Cntrl}]+"
                            + "|(?=[^:]*:[^:]*:)[0-9A-Fa-f:.]+(%[A-Za-z0-9._~-]+)?");

    private static final String SCHEME = "postgresql";

    /** libpq's parameters that we know. */
    private static final Set<String> PARAMETERS =
            Set.of(
                    "sslmode",
                    "sslrootcert",
                    "sslcert",
                    "sslkey",
                    "connect_timeout",
                    "application_name");

    /** Of the parameters that are checked: what goes with every other one. */
    private static final Map<String, String> GOOD_VALUES =
            Map.of("sslmode", SslMode.VERIFY_FULL.toString(), "connect_timeout", "1");

    public PostgresConnection {
        if ((text == null) == (host == null)) {
            throw new IllegalArgumentException(ConnectionErrors.CONNECTION_MISSING);
        }
        if (host != null) {
            checkHost(host);
        }
        if (!isPort(port)) {
            throw new IllegalArgumentException(ConnectionErrors.badPort(port));
        }
        if (text == null) {
            tls.with(Map.of());
        } else {
            masked(text)
                    .ifPresent(
                            uri -> {
                                String secret = password == null ? null : password.toString();
                                complete(uri, database, username, secret);
                                Map<String, String> parameters = knownParameters(uri);
                                tls.with(parameters);
                                timeouts.with(parameters);
                            });
        }
    }

    /** A URI or libpq's keywords, and nothing beside it. */
    public static PostgresConnection of(SecretText text) {
        return new PostgresConnection(
                text,
                null,
                DEFAULT_PORT,
                null,
                null,
                null,
                TlsSettings.DEFAULTS,
                Timeouts.DEFAULTS);
    }

    /** Whether the password stands in the table's options and travels in the job graph. */
    public boolean holdsLiteralSecret() {
        if (password != null) {
            return password.isLiteral();
        }
        return text != null
                && masked(text)
                        .map(ConnectionUri::password)
                        .filter(written -> !SecretText.isMasked(written))
                        .isPresent();
    }

    /**
     * Opens a session with the settings that the sink relies on; the caller closes it.
     *
     * @throws SQLException if the server can't be reached or refuses us; a {@link
     *     java.sql.SQLNonTransientException} if trying again is of no use
     * @throws io.laminar.flink.sdk.secret.UnresolvedSecretException if a secret is not to be had
     *     here
     */
    public PostgresSession openSession(SessionName name) throws SQLException {
        ConnectionUri uri = uri();
        TlsSettings allTls = tls.with(uri.parameters());
        Timeouts allTimeouts = timeouts.with(uri.parameters());
        Properties properties = properties(uri);
        allTls.addTo(properties);
        allTimeouts.addTo(properties);
        Connection connection;
        try {
            connection = new Driver().connect(jdbcUrl(uri), properties);
        } catch (SQLException e) {
            throw ConnectFailures.explain(e, displayName(), allTls, allTimeouts);
        }
        try {
            connection.setNetworkTimeout(Runnable::run, allTimeouts.networkMillis());
            return new PostgresSession(
                    connection, name.with(uri.parameters()), allTimeouts.statement());
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** As {@link #openSession(SessionName)}, by a name that nobody looks for. */
    public PostgresSession openSession(String name) throws SQLException {
        return openSession(SessionName.of(name));
    }

    private static Properties properties(ConnectionUri uri) {
        Properties properties = new Properties();
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        // A prepared statement stays in one session of the server: none behind a pool.
        PGProperty.PREPARE_THRESHOLD.set(properties, 0);
        // From here on the driver sets nothing by statements, whose effect would stay behind in a
        // pool; what matters is set by PostgresSession.
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "9.0");
        if (uri.username() != null) {
            PGProperty.USER.set(properties, uri.username());
        }
        if (uri.password() != null) {
            PGProperty.PASSWORD.set(properties, uri.password());
        }
        return properties;
    }

    /** Host, port and database, for messages; known where the password is not. */
    public String displayName() {
        if (text != null && !text.isLiteral()) {
            return "the server of 'connection'";
        }
        ConnectionUri uri = uri(text == null ? null : text.resolve(), /* resolvedPassword= */ null);
        return String.format(
                "%s:%d/%s",
                uri.host() == null ? "localhost" : uri.host(),
                uri.port().orElse(DEFAULT_PORT),
                uri.database() == null ? uri.username() : uri.database());
    }

    private static String jdbcUrl(ConnectionUri uri) {
        String uriHost = uri.host() == null ? "localhost" : uri.host();
        String uriDatabase = uri.database() == null ? uri.username() : uri.database();
        return String.format(
                "jdbc:postgresql://%s:%d/%s",
                uriHost.contains(":") ? "[" + uriHost + "]" : uriHost,
                uri.port().orElse(DEFAULT_PORT),
                uriDatabase == null ? "" : URLEncoder.encode(uriDatabase, StandardCharsets.UTF_8));
    }

    private ConnectionUri uri() {
        return uri(
                text == null ? null : text.resolveConnection(),
                password == null ? null : password.resolve());
    }

    private ConnectionUri uri(@Nullable String resolvedText, @Nullable String resolvedPassword) {
        ConnectionUri uri =
                resolvedText == null
                        ? new ConnectionUri(
                                SCHEME, host, OptionalInt.of(port), null, null, null, Map.of())
                        : parse(resolvedText);
        return complete(uri, database, username, resolvedPassword);
    }

    /** With the parts that stand beside it. */
    private static ConnectionUri complete(
            ConnectionUri uri,
            @Nullable String database,
            @Nullable String username,
            @Nullable String password) {
        return new ConnectionUri(
                uri.scheme(),
                uri.host(),
                uri.port(),
                once("database", database, uri.database()),
                once("username", username, uri.username()),
                once("password", password, uri.password()),
                uri.parameters());
    }

    private static @Nullable String once(
            String part, @Nullable String value, @Nullable String inText) {
        if (value != null && inText != null) {
            throw new IllegalArgumentException(ConnectionErrors.partWrittenTwice(part));
        }
        return value == null ? inText : value;
    }

    /** What is known of the connection before its references are resolved, if anything is. */
    private static Optional<ConnectionUri> masked(SecretText text) {
        return text.maskedConnection().map(PostgresConnection::parse);
    }

    /** The parameters, with a good value for one whose value is not known. */
    private static Map<String, String> knownParameters(ConnectionUri masked) {
        Map<String, String> known = new HashMap<>(masked.parameters());
        known.replaceAll(
                (name, value) ->
                        SecretText.isMasked(value) ? GOOD_VALUES.getOrDefault(name, value) : value);
        return known;
    }

    private static ConnectionUri parse(String resolved) {
        ConnectionUri uri = ConnectionUri.parse(resolved, SCHEME);
        for (String parameter : uri.parameters().keySet()) {
            if (!PARAMETERS.contains(parameter)) {
                throw new IllegalArgumentException(
                        ConnectionErrors.unknownParameter(parameter, PARAMETERS));
            }
        }
        if (uri.host() != null) {
            checkHost(uri.host());
        }
        uri.port()
                .ifPresent(
                        written -> {
                            if (!isPort(written)) {
                                throw new IllegalArgumentException(
                                        ConnectionErrors.badPortInConnection(written));
                            }
                        });
        return uri;
    }

    private static boolean isPort(int port) {
        return port >= 1 && port <= MAX_PORT;
    }

    private static void checkHost(String host) {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    host.startsWith("/")
                            ? ConnectionErrors.hostIsSocket(host)
                            : ConnectionErrors.badHost(host));
        }
    }
}
