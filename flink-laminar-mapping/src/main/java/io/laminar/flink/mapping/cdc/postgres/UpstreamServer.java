// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.table.api.ValidationException;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * A session with the server whose changes are read, opened as Flink CDC will open it: with the
 * driver's own TLS, and by the options that are handed to it.
 *
 * <p>Not thread-safe. Who opened it closes it.
 */
final class UpstreamServer implements AutoCloseable {

    private static final int SECONDS = 30;

    private final Connection connection;
    private final String name;

    private UpstreamServer(Connection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    /**
     * Connects.
     *
     * @param options as Flink CDC takes them
     * @throws ValidationException if the server can't be reached, or refuses us
     */
    static UpstreamServer open(Map<String, String> options) {
        String host = options.get(PostgresCdcMapping.HOSTNAME);
        String port = options.get(PostgresCdcMapping.PORT);
        String database = options.getOrDefault(PostgresCdcMapping.DATABASE, "");
        String name = host + ":" + port + "/" + database;
        Properties properties = new Properties();
        put(properties, PGProperty.USER, options, PostgresCdcMapping.USERNAME);
        put(properties, PGProperty.PASSWORD, options, PostgresCdcMapping.PASSWORD);
        put(properties, PGProperty.SSL_MODE, options, PostgresCdcMapping.SSLMODE);
        put(properties, PGProperty.SSL_ROOT_CERT, options, PostgresCdcMapping.SSLROOTCERT);
        put(properties, PGProperty.SSL_CERT, options, PostgresCdcMapping.SSLCERT);
        put(properties, PGProperty.SSL_KEY, options, PostgresCdcMapping.SSLKEY);
        PGProperty.CONNECT_TIMEOUT.set(properties, SECONDS);
        PGProperty.SOCKET_TIMEOUT.set(properties, SECONDS);
        PGProperty.APPLICATION_NAME.set(properties, "flink-laminar planning");
        String url =
                String.format(
                        "jdbc:postgresql://%s:%s/%s",
                        host != null && host.contains(":") ? "[" + host + "]" : host,
                        port,
                        URLEncoder.encode(database, StandardCharsets.UTF_8));
        try {
            return new UpstreamServer(new Driver().connect(url, properties), name);
        } catch (SQLException e) {
            throw new ValidationException(
                    PostgresCdcErrors.unreachable(
                            name, String.valueOf(e.getMessage()), e.getSQLState()),
                    e);
        }
    }

    private static void put(
            Properties properties, PGProperty property, Map<String, String> options, String key) {
        String value = options.get(key);
        if (value != null) {
            property.set(properties, value);
        }
    }

    /** Host, port and database, for messages. */
    String name() {
        return name;
    }

    /** Makes something of a row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** All rows of a query. */
    <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(reader.read(result));
                }
                return rows;
            }
        }
    }

    /** The row of a query that has one at most. */
    <T> Optional<T> find(String sql, RowReader<T> reader, Object... parameters)
            throws SQLException {
        return query(sql, reader, parameters).stream().findFirst();
    }

    /** The single truth value of a query that has exactly one row. */
    boolean is(String sql, Object... parameters) throws SQLException {
        return query(sql, row -> row.getBoolean(1), parameters).get(0);
    }

    /** Runs a statement. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
