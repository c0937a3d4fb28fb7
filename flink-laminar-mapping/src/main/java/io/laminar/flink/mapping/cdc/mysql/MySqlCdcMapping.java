// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import io.laminar.flink.mapping.OfficialConnector;
import io.laminar.flink.mapping.OptionMapping;
import io.laminar.flink.mapping.TableRequest;
import io.laminar.flink.mapping.cdc.CdcConnection;
import io.laminar.flink.mapping.cdc.ConnectionOptions;
import io.laminar.flink.mapping.cdc.ConnectionReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.table.factories.FactoryUtil;

/** Our options as those of the official connector. */
final class MySqlCdcMapping {

    private static final int DEFAULT_PORT = 3306;
    private static final String SERVER_ID = "server-id";
    private static final String INTERCEPTORS = MySqlTarget.JDBC_PREFIX + "queryInterceptors";

    /** By its name, since it needs the driver, which users bring. */
    private static final String INTERCEPTOR =
            MySqlCdcMapping.class.getPackageName() + ".BinaryLogStatusInterceptor";

    /** Of the planner, which this module does not know. */
    private static final ConfigOption<Integer> TABLE_PARALLELISM =
            ConfigOptions.key("table.exec.resource.default-parallelism").intType().defaultValue(-1);

    /** The reader without a parallel snapshot is one subtask, and takes no range. */
    private static final ConfigOption<Boolean> INCREMENTAL =
            ConfigOptions.key(MySqlCheck.INCREMENTAL).booleanType().defaultValue(true);

    static final OptionMapping RULES =
            OptionMapping.of(
                            LaminarMySqlCdcTableFactory.IDENTIFIER,
                            new OfficialConnector(
                                    "mysql-cdc",
                                    "org.apache.flink.cdc.connectors.mysql.table"
                                            + ".MySqlTableSourceFactory",
                                    "flink-sql-connector-mysql-cdc-3.5.0.jar (with"
                                            + " mysql-connector-j-8.4.0.jar)"))
                    .derive(
                            List.of(MySqlCdcOptions.TABLE),
                            List.of(MySqlTarget.TABLE_NAME),
                            "as a regular expression that matches just this name",
                            MySqlCdcMapping::table)
                    .require(
                            MySqlCdcOptions.TABLE,
                            "the table whose changes are read, 'table' or 'database.table'")
                    .derive(
                            ConnectionOptions.ALL,
                            List.of(
                                    MySqlTarget.HOSTNAME,
                                    MySqlTarget.PORT,
                                    MySqlTarget.USERNAME,
                                    MySqlTarget.PASSWORD,
                                    MySqlTarget.DATABASE_NAME),
                            "the URI in its parts; the database of `table` first",
                            MySqlCdcMapping::connection)
                    .derive(
                            List.of(MySqlCdcOptions.SERVER_ID),
                            List.of(SERVER_ID),
                            "a range as wide as the parallelism; random if not written",
                            MySqlCdcMapping::serverIds)
                    .derive(
                            List.of(FactoryUtil.SOURCE_PARALLELISM),
                            List.of(),
                            "told to Flink, since the official connector does not know it",
                            (request, mapped) ->
                                    request.options().find(FactoryUtil.SOURCE_PARALLELISM))
                    .defaultTo(
                            "heartbeat.interval",
                            "10 s",
                            "the position moves on while the table is idle, before the server"
                                    + " purges the log there")
                    .defaultTo(
                            "use.legacy.json.format",
                            "false",
                            "JSON from the log is written as JSON from the table, so that a change"
                                    + " takes back the row that came before it")
                    .defaultTo(
                            INTERCEPTORS,
                            INTERCEPTOR,
                            "MySQL 8.4 and later lack a statement that the official connector"
                                    + " needs")
                    .defaultTo(
                            MySqlTarget.JDBC_PREFIX + "allowPublicKeyRetrieval",
                            "true",
                            "`caching_sha2_password` needs it where TLS is off; nothing uses it"
                                    + " elsewhere")
                    .pass(MySqlTarget.JDBC_PREFIX, "debezium.")
                    .build();

    private MySqlCdcMapping() {}

    private static void table(TableRequest request, BiConsumer<String, String> mapped) {
        String text = request.options().find(MySqlCdcOptions.TABLE).orElse(null);
        if (text == null) {
            return;
        }
        Optional<MySqlTableName.Written> table = MySqlTableName.parse(text);
        if (table.isEmpty()) {
            request.options().problem(MySqlCdcErrors.badTable(text));
            return;
        }
        mapped.accept(MySqlTarget.TABLE_NAME, MySqlTableName.toPattern(table.get().table()));
        String database = table.get().database();
        if (database != null) {
            mapped.accept(MySqlTarget.DATABASE_NAME, MySqlTableName.toPattern(database));
        }
    }

    private static void connection(TableRequest request, BiConsumer<String, String> mapped) {
        CdcConnection connection =
                new ConnectionReader("mysql", DEFAULT_PORT, Set.of())
                        .read(request.options())
                        .orElse(null);
        if (connection == null) {
            return;
        }
        // In brackets an IPv6 address is one for JDBC, and still one for the binary log's client.
        String host = connection.host();
        mapped.accept(MySqlTarget.HOSTNAME, host.contains(":") ? "[" + host + "]" : host);
        mapped.accept(MySqlTarget.PORT, Integer.toString(connection.port()));
        mapped.accept(MySqlTarget.USERNAME, connection.username());
        mapped.accept(MySqlTarget.PASSWORD, connection.password());
        String database = connection.database();
        if (database == null) {
            request.options()
                    .find(MySqlCdcOptions.TABLE)
                    .filter(MySqlCdcMapping::isWithoutDatabase)
                    .map(MySqlCdcErrors::databaseMissing)
                    .ifPresent(request.options()::problem);
        } else {
            mapped.accept(MySqlTarget.DATABASE_NAME, MySqlTableName.toPattern(database));
        }
    }

    private static boolean isWithoutDatabase(String table) {
        return MySqlTableName.parse(table).filter(name -> name.database() == null).isPresent();
    }

    private static void serverIds(TableRequest request, BiConsumer<String, String> mapped) {
        int needed = subtasks(request);
        String text = request.options().find(MySqlCdcOptions.SERVER_ID).orElse(null);
        if (text == null) {
            mapped.accept(SERVER_ID, ServerIds.automatic(needed).toString());
            return;
        }
        Optional<ServerIds> ids = ServerIds.parse(text, needed);
        if (ids.isEmpty()) {
            request.options().problem(MySqlCdcErrors.badServerId(text));
        } else if (ids.get().count() < needed) {
            request.options().problem(MySqlCdcErrors.fewServerIds(ids.get(), needed));
        } else {
            mapped.accept(SERVER_ID, ids.get().toString());
        }
    }

    private static int subtasks(TableRequest request) {
        if (!request.options().find(INCREMENTAL).orElse(true)) {
            return 1;
        }
        int ofTables = request.configuration().get(TABLE_PARALLELISM);
        int ofJob =
                ofTables > 0
                        ? ofTables
                        : request.configuration().get(CoreOptions.DEFAULT_PARALLELISM);
        return Math.max(1, request.options().find(FactoryUtil.SOURCE_PARALLELISM).orElse(ofJob));
    }
}
