// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc;

import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options that say where a database is: the same for every connector that reads changes. */
@PublicEvolving
public final class ConnectionOptions {

    public static final ConfigOption<String> CONNECTION =
            ConfigOptions.key("connection")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("connection_string")
                    .withDescription(
                            "The server as a URI, such as"
                                    + " 'postgresql://user:password@host:5432/database' or"
                                    + " 'mysql://user:password@host:3306/database'. User and"
                                    + " password are percent-decoded. May hold ${env:NAME} and"
                                    + " ${file:/path}. The key may also be 'connection_string'.");

    public static final ConfigOption<String> HOSTNAME =
            ConfigOptions.key("hostname")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The server's host, one name or address, instead of 'connection'.");

    public static final ConfigOption<Integer> PORT =
            ConfigOptions.key("port")
                    .intType()
                    .noDefaultValue()
                    .withDescription(
                            "The server's port, with 'hostname'; the database's usual one if not"
                                    + " set: 5432 for PostgreSQL, 3306 for MySQL.");

    public static final ConfigOption<String> DATABASE =
            ConfigOptions.key("database")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("database-name")
                    .withDescription(
                            "The database, if 'connection' names none. The key may also be"
                                    + " 'database-name'.");

    public static final ConfigOption<String> USERNAME =
            ConfigOptions.key("username")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("The user, if 'connection' names none.");

    public static final ConfigOption<String> PASSWORD =
            ConfigOptions.key("password")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The password, if 'connection' holds none. May hold ${env:NAME} and"
                                    + " ${file:/path}, which are resolved when the statement is"
                                    + " planned.");

    /** All of them, in the order of the connectors' pages. */
    public static final List<ConfigOption<?>> ALL =
            List.of(CONNECTION, HOSTNAME, PORT, DATABASE, USERNAME, PASSWORD);

    private ConnectionOptions() {}
}
