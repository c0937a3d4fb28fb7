// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import io.laminar.flink.postgres.error.PostgresErrors;
import io.laminar.flink.sdk.connection.ConnectionUri;
import io.laminar.flink.sdk.secret.SecretText;
import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where the server is and who we are there, with references to secrets still unresolved.
 *
 * <p>Either {@code text} is set (a URI or libpq's keywords), or {@code host} and what belongs to
 * it. {@link #toString()} shows no secret.
 */
@Internal
public record PostgresConnection(
        @Nullable SecretText text,
        @Nullable String host,
        int port,
        @Nullable String database,
        @Nullable String username,
        @Nullable SecretText password)
        implements Serializable {

    public static final int DEFAULT_PORT = 5432;

    private static final String SCHEME = "postgresql";

    /** libpq's parameters that we know, and what pgjdbc calls them. */
    private static final Map<String, PGProperty> PARAMETERS =
            Map.of(
                    "sslmode", PGProperty.SSL_MODE,
                    "sslrootcert", PGProperty.SSL_ROOT_CERT,
                    "connect_timeout", PGProperty.CONNECT_TIMEOUT,
                    "application_name", PGProperty.APPLICATION_NAME);

    /**
     * A commit that is reported is on disk. No time-out ends a session that is quiet between two
     * checkpoints. A client whose machine is gone is noticed within 20 s, so that its locks don't
     * outlive it for hours. Settings that this version of the server does not have are left out.
     */
    private static final String SESSION =
            """
            SELECT set_config(s.name, s.value, false)
            FROM (VALUES ('synchronous_commit', 'on'), ('statement_timeout', '0'),
                         ('idle_in_transaction_session_timeout', '0'), ('idle_session_timeout', '0'),
                         ('transaction_timeout', '0'), ('lock_timeout', '0'),
                         ('tcp_keepalives_idle', '5'), ('tcp_keepalives_interval', '5'),
                         ('tcp_keepalives_count', '3')) AS s (name, value)
            JOIN pg_settings USING (name)""";

    public PostgresConnection {
        if ((text == null) == (host == null)) {
            throw new IllegalArgumentException(PostgresErrors.CONNECTION_MISSING);
        }
        if (text != null && text.isLiteral()) {
            parse(text.resolve());
        }
    }

    /** Whether the password stands in the table's options and travels in the job graph. */
    public boolean holdsLiteralSecret() {
        if (password != null) {
            return password.isLiteral();
        }
        return text != null && text.isLiteral() && parse(text.resolve()).password() != null;
    }

    /**
     * Opens a session with the settings that the sink relies on; the caller closes it.
     *
     * @param applicationName as {@code pg_stat_activity} shows it
     * @throws SQLException if the server can't be reached or refuses us
     * @throws io.laminar.flink.sdk.secret.UnresolvedSecretException if a secret is not to be had
     *     here
     */
    public Connection open(String applicationName) throws SQLException {
        ConnectionUri uri = uri();
        Properties properties = new Properties();
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.APPLICATION_NAME.set(properties, applicationName);
        uri.parameters().forEach((name, value) -> property(name).set(properties, value));
        if (uri.username() != null) {
            PGProperty.USER.set(properties, uri.username());
        }
        if (uri.password() != null) {
            PGProperty.PASSWORD.set(properties, uri.password());
        }
        Connection connection = new Driver().connect(jdbcUrl(uri), properties);
        if (connection == null) {
            throw new IllegalStateException("The driver does not take its own URL.");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(SESSION);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /** Host, port and database, for messages. */
    public String displayName() {
        if (text != null && !text.isLiteral()) {
            return "the server of 'connection'";
        }
        ConnectionUri uri = uri();
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
        return text == null
                ? new ConnectionUri(
                        SCHEME,
                        host,
                        OptionalInt.of(port),
                        database,
                        username,
                        password == null ? null : password.resolve(),
                        Map.of())
                : parse(text.resolveConnection());
    }

    private static ConnectionUri parse(String resolved) {
        ConnectionUri uri = ConnectionUri.parse(resolved, SCHEME);
        uri.parameters().keySet().forEach(PostgresConnection::property);
        return uri;
    }

    private static PGProperty property(String parameter) {
        PGProperty property = PARAMETERS.get(parameter);
        if (property == null) {
            throw new IllegalArgumentException(
                    PostgresErrors.unknownParameter(parameter, PARAMETERS.keySet()));
        }
        return property;
    }
}
