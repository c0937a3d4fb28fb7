// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;

/**
 * The table that the options of the official connector name, and the way to its server.
 *
 * @param options of the official connector, by its own keys; they hold the password
 */
record MySqlTarget(MySqlTableName table, Map<String, String> options) {

    static final String HOSTNAME = "hostname";
    static final String PORT = "port";
    static final String USERNAME = "username";
    static final String PASSWORD = "password";
    static final String DATABASE_NAME = "database-name";
    static final String TABLE_NAME = "table-name";
    static final String JDBC_PREFIX = "jdbc.properties.";

    private static final String DRIVER = "com.mysql.cj.jdbc.Driver";
    private static final ConfigOption<Duration> CONNECT_TIMEOUT =
            ConfigOptions.key("connect.timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(30));

    MySqlTarget {
        options = Map.copyOf(options);
    }

    static MySqlTarget of(Map<String, String> options) {
        return new MySqlTarget(
                new MySqlTableName(
                        MySqlTableName.fromPattern(options.getOrDefault(DATABASE_NAME, "")),
                        MySqlTableName.fromPattern(options.getOrDefault(TABLE_NAME, ""))),
                options);
    }

    /** Where the server is, for messages. */
    String server() {
        return options.get(HOSTNAME) + ":" + options.get(PORT);
    }

    /**
     * A session on the server, with the driver and the properties that the official connector will
     * use; the caller closes it.
     *
     * @param classLoader that knows the user's jars
     */
    Connection connect(ClassLoader classLoader) throws SQLException {
        Properties properties = new Properties();
        options.forEach(
                (key, value) -> {
                    if (key.startsWith(JDBC_PREFIX)) {
                        properties.setProperty(key.substring(JDBC_PREFIX.length()), value);
                    }
                });
        properties.setProperty("user", options.getOrDefault(USERNAME, ""));
        properties.setProperty("password", options.getOrDefault(PASSWORD, ""));
        properties.putIfAbsent(
                "connectTimeout",
                Long.toString(Configuration.fromMap(options).get(CONNECT_TIMEOUT).toMillis()));
        String url = "jdbc:mysql://" + server() + "/";
        Connection connection = driver(classLoader).connect(url, properties);
        if (connection == null) {
            throw new SQLException("The driver refuses " + url);
        }
        return connection;
    }

    private static Driver driver(ClassLoader classLoader) {
        try {
            return Class.forName(DRIVER, true, classLoader)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            throw new ValidationException(MySqlCdcErrors.driverMissing(), e);
        }
    }

    /** Without the options, which hold the password. */
    @Override
    public String toString() {
        return table + " on " + server();
    }
}
