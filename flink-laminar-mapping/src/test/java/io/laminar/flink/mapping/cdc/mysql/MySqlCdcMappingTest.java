// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.factories.DynamicTableFactory.Context;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the official connector gets to see. */
class MySqlCdcMappingTest {

    private static final String URI = "mysql://us%40er:p%3Aass@db.example:3307/shop";

    private final Configuration configuration = new Configuration();

    @Test
    void takesTheConnectionApart() {
        Map<String, String> mapped = mapped(Map.of("connection", URI, "table", "orders"));
        assertThat(mapped)
                .containsEntry("connector", "mysql-cdc")
                .containsEntry("hostname", "db.example")
                .containsEntry("port", "3307")
                .containsEntry("username", "us@er")
                .containsEntry("password", "p:ass")
                .containsEntry("database-name", "shop")
                .containsEntry("table-name", "orders")
                .containsEntry("heartbeat.interval", "10 s")
                .containsEntry("use.legacy.json.format", "false")
                .containsEntry("jdbc.properties.allowPublicKeyRetrieval", "true")
                .containsEntry(
                        "jdbc.properties.queryInterceptors",
                        BinaryLogStatusInterceptor.class.getName())
                .doesNotContainKeys("connection", "table", "database");
        assertThat(mapped(Map.of("connection_string", URI, "table-name", "orders")))
                .containsEntry("hostname", "db.example")
                .containsEntry("table-name", "orders");
    }

    @Test
    void takesThePartsInstead() {
        assertThat(
                        mapped(
                                Map.of(
                                        "hostname", "db",
                                        "port", "3308",
                                        "database", "shop",
                                        "username", "reader",
                                        "password", "secret",
                                        "table", "orders")))
                .containsEntry("hostname", "db")
                .containsEntry("port", "3308")
                .containsEntry("username", "reader")
                .containsEntry("password", "secret")
                .containsEntry("database-name", "shop");
        assertThat(mapped(Map.of("connection", "mysql://reader@[::1]/shop", "table", "orders")))
                .containsEntry("hostname", "[::1]")
                .containsEntry("port", "3306")
                .containsEntry("password", "");
    }

    @Test
    void takesTheDatabaseOfTheTableFirstAndNoPatterns() {
        assertThat(mapped(Map.of("connection", URI, "table", "`st.ock`.`or$ders`")))
                .containsEntry("database-name", "st\\.ock")
                .containsEntry("table-name", "or\\$ders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server_id", "server.id", "server-id"})
    void takesServerIdsByEachOfTheirKeys(String key) {
        assertThat(mapped(Map.of("connection", URI, "table", "orders", key, "5400-5401")))
                .containsEntry("server-id", "5400-5401");
    }

    @Test
    void givesEachSubtaskAnId() {
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 3);
        assertThat(mapped(Map.of("connection", URI, "table", "orders", "server_id", "1001")))
                .containsEntry("server-id", "1001-1003");
        String automatic =
                mapped(Map.of("connection", URI, "table", "orders")).getOrDefault("server-id", "");
        assertThat(ServerIds.parse(automatic, 1)).map(ServerIds::count).contains(3);

        assertThat(
                        mapped(
                                Map.of(
                                        "connection", URI,
                                        "table", "orders",
                                        "server_id", "5400-5401",
                                        "scan.parallelism", "2")))
                .containsEntry("server-id", "5400-5401")
                .doesNotContainKey("scan.parallelism");

        configuration.setString("table.exec.resource.default-parallelism", "2");
        assertThat(mapped(Map.of("connection", URI, "table", "orders", "server_id", "1001")))
                .containsEntry("server-id", "1001-1002");
        assertThat(
                        mapped(
                                Map.of(
                                        "connection",
                                        URI,
                                        "table",
                                        "orders",
                                        "server_id",
                                        "1001",
                                        "scan.incremental.snapshot.enabled",
                                        "false")))
                .containsEntry("server-id", "1001");
    }

    @Test
    void passesOptionsOfTheOfficialConnector() {
        assertThat(
                        mapped(
                                Map.of(
                                        "connection", URI,
                                        "table", "orders",
                                        "scan.startup.mode", "latest-offset",
                                        "heartbeat.interval", "1 s",
                                        "jdbc.properties.sslMode", "REQUIRED",
                                        "debezium.snapshot.locking.mode", "none")))
                .containsEntry("scan.startup.mode", "latest-offset")
                .containsEntry("heartbeat.interval", "1 s")
                .containsEntry("jdbc.properties.sslMode", "REQUIRED")
                .containsEntry("debezium.snapshot.locking.mode", "none");
    }

    @Test
    void tellsAllProblemsAtOnce() {
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 3);
        assertThatThrownBy(
                        () ->
                                mapped(
                                        Map.of(
                                                "connection", URI,
                                                "port", "3306",
                                                "tabel", "orders",
                                                "server_id", "5400-5401")))
                .isInstanceOf(ValidationException.class)
                .hasMessageContainingAll(
                        "Connector 'laminar-mysql-cdc': 4 options need mending:",
                        "'port' is set beside 'connection': write the part in one of the two"
                                + " places.",
                        "Unknown option 'tabel'. Did you mean 'table'?",
                        "'table' is missing: the table whose changes are read, 'table' or"
                                + " 'database.table'.",
                        "'server_id' is '5400-5401', 2 ids, but 3 subtasks need one each: write"
                                + " '5400-5402', or set 'scan.parallelism' to 2.");
    }

    @Test
    void refusesNamesAndIdsThatAreNone() {
        assertThatThrownBy(
                        () ->
                                mapped(
                                        Map.of(
                                                "connection", "mysql://reader@db",
                                                "table", "a.b.c",
                                                "server_id", "first")))
                .hasMessageContainingAll(
                        "'table' is 'a.b.c', but must be 'table' or 'database.table'; a part that"
                                + " holds a dot or a quote goes in backticks.",
                        "'server_id' is 'first', but must be a range such as '5400-5403', or its"
                                + " first id, of numbers from 1 to 2147483647.");
        assertThatThrownBy(() -> mapped(Map.of("connection", "mysql://reader@db", "table", "t")))
                .hasMessage(
                        "Connector 'laminar-mysql-cdc': The database of 't' is missing: name it in"
                                + " 'connection', in 'database', or in 'table' as"
                                + " 'database.table'.");
    }

    @Test
    void namesTheDriverThatIsMissing() {
        MySqlTarget target = MySqlTarget.of(mapped(Map.of("connection", URI, "table", "orders")));
        assertThatThrownBy(() -> target.connect(ClassLoader.getPlatformClassLoader()))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "Connector 'laminar-mysql-cdc' needs MySQL's JDBC driver, which is not on"
                                + " the class path: put com.mysql:mysql-connector-j:8.4.0 beside"
                                + " the jar of the official connector, which comes without it.");
        assertThat(target).hasToString("shop.orders on db.example:3307");
    }

    private Map<String, String> mapped(Map<String, String> written) {
        return MySqlCdcMapping.RULES
                .map(context(written), DynamicTableSourceFactory.class)
                .context()
                .getCatalogTable()
                .getOptions();
    }

    private Context context(Map<String, String> written) {
        Map<String, String> options = new HashMap<>(written);
        options.put("connector", "laminar-mysql-cdc");
        ResolvedSchema schema = ResolvedSchema.of(Column.physical("id", DataTypes.BIGINT()));
        return new FactoryUtil.DefaultDynamicTableContext(
                ObjectIdentifier.of("catalog", "database", "orders"),
                new ResolvedCatalogTable(
                        CatalogTable.newBuilder()
                                .schema(Schema.newBuilder().fromResolvedSchema(schema).build())
                                .options(options)
                                .build(),
                        schema),
                Map.of(),
                configuration,
                MySqlCdcMappingTest.class.getClassLoader(),
                false);
    }
}
