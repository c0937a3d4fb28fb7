// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import io.laminar.flink.mapping.cdc.ConnectionOptions;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * Options of {@code 'connector' = 'laminar-mysql-cdc'}, beside those of {@link ConnectionOptions}.
 */
@PublicEvolving
public final class MySqlCdcOptions {

    public static final ConfigOption<String> TABLE =
            ConfigOptions.key("table")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("table-name")
                    .withDescription(
                            "The table whose changes are read: 'table' or 'database.table', each"
                                    + " part in backticks or double quotes if it holds a dot. A"
                                    + " name, not a regular expression. The key may also be"
                                    + " 'table-name'.");

    public static final ConfigOption<String> SERVER_ID =
            ConfigOptions.key("server_id")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("server.id", "server-id")
                    .withDescription(
                            "The ids by which the readers are known to the server, one a subtask: a"
                                    + " range such as '5400-5403', or its first. No other replica"
                                    + " of the server and no other table may have one of them."
                                    + " Chosen at random above 1000000000 if not set. The key may"
                                    + " also be 'server.id' or 'server-id'.");

    private MySqlCdcOptions() {}
}
