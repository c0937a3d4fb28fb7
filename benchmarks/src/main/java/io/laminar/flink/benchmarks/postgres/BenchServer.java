// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import io.laminar.flink.sdk.connection.ConnectionUri;
import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * The server that is measured: one of the benchmark's own, set up as one that is meant for writing,
 * or a given one.
 *
 * <p>Life cycle: {@link #close} stops and deletes the own one, and so does the end of the JVM.
 */
final class BenchServer implements AutoCloseable {

    /**
     * Of the own server. Commits are durable. Its background work is put off until before the next
     * run, where {@link #settle} asks for it, so that it does not hit one variant and spare the
     * next.
     */
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "shared_buffers", "1GB",
                    "max_wal_size", "8GB",
                    "checkpoint_timeout", "1h",
                    "autovacuum", "off",
                    "wal_level", "replica",
                    "fsync", "on",
                    "full_page_writes", "on",
                    "synchronous_commit", "on");

    private static final int DEFAULT_PORT = 5432;

    private final String connection;
    private final ConnectionUri uri;
    private final @Nullable CleanUp own;

    /**
     * @param own stops the server; null for one that was running before
     */
    private BenchServer(String connection, @Nullable CleanUp own) {
        this.connection = connection;
        this.uri = ConnectionUri.parse(SecretText.of(connection).resolveConnection(), "postgresql");
        this.own = own;
    }

    static BenchServer start() throws IOException {
        PostgresServer server = PostgresServer.start(SETTINGS);
        // It trusts local connections: without a password our sink has none to warn of.
        return new BenchServer(
                String.format(
                        "postgresql://%s@%s:%d/postgres",
                        server.user(), server.host(), server.port()),
                new CleanUp("stop-postgres", server::close));
    }

    /**
     * A server that runs already.
     *
     * @param connection as the option {@code connection} of our sink takes it
     * @throws IllegalArgumentException if it is no such connection; the message holds no password
     */
    static BenchServer at(String connection) {
        return new BenchServer(connection, /* own= */ null);
    }

    /** For our sink. */
    String connection() {
        return connection;
    }

    /**
     * For JDBC, with the user in it, but without the password.
     *
     * @param parameters of the driver, each with a '&amp;' in front
     */
    String jdbcUrl(String parameters) {
        String host = uri.host() == null ? "localhost" : uri.host();
        String user = user();
        String database = uri.database() == null ? user : uri.database();
        StringBuilder url =
                new StringBuilder("jdbc:postgresql://")
                        .append(host.contains(":") ? "[" + host + "]" : host)
                        .append(':')
                        .append(uri.port().orElse(DEFAULT_PORT))
                        .append('/')
                        .append(encoded(database))
                        .append("?user=")
                        .append(encoded(user));
        // What else libpq's parameters say has no influence on what is measured.
        uri.parameters().entrySet().stream()
                .filter(parameter -> parameter.getKey().startsWith("ssl"))
                .forEach(
                        parameter ->
                                url.append('&')
                                        .append(parameter.getKey())
                                        .append('=')
                                        .append(encoded(parameter.getValue())));
        return url.append(parameters).toString();
    }

    String user() {
        return uri.username() == null ? System.getProperty("user.name") : uri.username();
    }

    @Nullable String password() {
        return uri.password();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    Connection connect() throws SQLException {
        Properties properties = new Properties();
        if (password() != null) {
            properties.setProperty("password", password());
        }
        Connection session = new Driver().connect(jdbcUrl(""), properties);
        if (session == null) {
            throw new IllegalStateException("The driver does not take its own URL.");
        }
        return session;
    }

    void execute(String... statements) throws SQLException {
        try (Connection session = connect();
                Statement statement = session.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of the first row. */
    String query(String sql) throws SQLException {
        try (Connection session = connect();
                Statement statement = session.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    long queryLong(String sql) throws SQLException {
        return Long.parseLong(query(sql));
    }

    /** Its version and those of its settings that make the figures what they are. */
    String description() throws SQLException {
        String settings =
                SETTINGS.keySet().stream()
                        .sorted()
                        .map(name -> "'" + name + "'")
                        .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "PostgreSQL %s (%s)",
                query("SELECT current_setting('server_version')"),
                query(
                        "SELECT string_agg(name || ' ' || current_setting(name), ', ' ORDER BY"
                                + " name) FROM pg_settings WHERE name IN ("
                                + settings
                                + ")"));
    }

    /** Has the server do now what it would else do during a run. */
    void settle(String table) throws SQLException {
        execute("VACUUM ANALYZE " + table);
        // On a given server the user may not have the right.
        if (query("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").equals("t")) {
            execute("CHECKPOINT");
        }
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
