// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
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

class PostgresCdcMappingTest {

    private static final String URI = "postgresql://u:p@h:1234/db";

    @Test
    void makesTheOptionsOfFlinkCdc() {
        Map<String, String> mapped =
                mapped(
                        Map.of(
                                "connection", URI,
                                "table", "shop.\"Users\"",
                                "slot.name", "s",
                                "publication.name", "p",
                                "scan.startup.mode", "latest-offset",
                                "debezium.max.batch.size", "7"));
        assertThat(mapped)
                .containsEntry("connector", "postgres-cdc")
                .containsEntry("hostname", "h")
                .containsEntry("port", "1234")
                .containsEntry("database-name", "db")
                .containsEntry("username", "u")
                .containsEntry("password", "p")
                .containsEntry("schema-name", "shop")
                .containsEntry("table-name", "Users")
                .containsEntry("slot.name", "s")
                .containsEntry("debezium.publication.name", "p")
                .containsEntry("debezium.publication.autocreate.mode", "disabled")
                .containsEntry("decoding.plugin.name", "pgoutput")
                .containsEntry("scan.incremental.snapshot.enabled", "true")
                .containsEntry("debezium.database.sslmode", "prefer")
                .containsEntry("scan.startup.mode", "latest-offset")
                .containsEntry("debezium.max.batch.size", "7")
                .doesNotContainKeys("connection", "table", "publication.name");
    }

    @Test
    void readsTheParts() {
        assertThat(
                        mapped(
                                Map.of(
                                        "hostname", "h",
                                        "port", "1",
                                        "database", "db",
                                        "username", "u",
                                        "password", "p",
                                        "table", "users")))
                .containsEntry("hostname", "h")
                .containsEntry("port", "1")
                .containsEntry("database-name", "db")
                .containsEntry("username", "u")
                .containsEntry("password", "p")
                .containsEntry("schema-name", "public");
    }

    @Test
    void theDatabaseIsTheUsersByDefault() {
        assertThat(mapped(Map.of("connection", "postgresql://u@h", "table", "t")))
                .containsEntry("database-name", "u")
                .containsEntry("password", "")
                .containsEntry("port", "5432");
    }

    @Test
    void handsTheFilesOfTlsToTheDriver() {
        Map<String, String> byOptions =
                mapped(
                        Map.of(
                                "connection", URI,
                                "table", "t",
                                "ssl.mode", "VERIFY_FULL",
                                "ssl.root.cert", "/root.pem",
                                "ssl.cert", "/cert.pem",
                                "ssl.key", "/key.der"));
        assertThat(byOptions)
                .containsEntry("debezium.database.sslmode", "verify-full")
                .containsEntry("debezium.database.sslrootcert", "/root.pem")
                .containsEntry("debezium.database.sslcert", "/cert.pem")
                .containsEntry("debezium.database.sslkey", "/key.der");
        assertThat(
                        mapped(
                                Map.of(
                                        "connection",
                                        URI
                                                + "?sslmode=verify-full&sslrootcert=/root.pem"
                                                + "&sslcert=/cert.pem&sslkey=/key.der"
                                                + "&connect_timeout=7",
                                        "table",
                                        "t")))
                .containsAllEntriesOf(
                        Map.of(
                                "debezium.database.sslmode", "verify-full",
                                "debezium.database.sslrootcert", "/root.pem",
                                "debezium.database.sslcert", "/cert.pem",
                                "debezium.database.sslkey", "/key.der",
                                "connect.timeout", "7 s"));
    }

    @Test
    void twoTablesOfOneJobHaveSlotsOfTheirOwnAndOnePublication() {
        Map<String, String> options = Map.of("connection", URI, "table", "users");
        Map<String, String> first = mapped("a", options);
        Map<String, String> second = mapped("b", options);
        assertThat(first.get("slot.name"))
                .matches("laminar_public_users_[0-9a-f]{12}")
                .isEqualTo(mapped("a", options).get("slot.name"))
                .isNotEqualTo(second.get("slot.name"));
        assertThat(first.get("debezium.publication.name"))
                .matches("laminar_public_users_[0-9a-f]{12}")
                .isEqualTo(second.get("debezium.publication.name"));
    }

    @Test
    void takesUnderscoresToo() {
        assertThat(
                        mapped(
                                Map.of(
                                        "connection_string", URI,
                                        "table", "t",
                                        "slot_name", "s",
                                        "publication_name", "p")))
                .containsEntry("slot.name", "s")
                .containsEntry("debezium.publication.name", "p");
    }

    @Test
    void tellsAllProblemsAtOnce() {
        assertThatThrownBy(
                        () ->
                                mapped(
                                        Map.of(
                                                "connection", URI + "?sslmode=maybe",
                                                "slot.name", "No-Slot",
                                                "publication.name", "No-Publication",
                                                "schema-name", "public",
                                                "table-name", "users",
                                                "decoding.plugin.name", "decoderbufs",
                                                "debezium.publication.autocreate.mode",
                                                        "all_tables",
                                                "ssl.cert", "/cert.pem",
                                                "slot.nam", "s")))
                .isInstanceOf(ValidationException.class)
                .hasMessageContainingAll(
                        "Connector 'laminar-postgres-cdc': 10 options need mending:",
                        "Unknown option 'slot.nam'. Did you mean 'slot.name'?",
                        "The connection's 'sslmode' is 'maybe', but must be one of 'disable',"
                                + " 'prefer', 'require', 'verify-ca', 'verify-full'.",
                        "'ssl.cert' and 'ssl.key' belong together: set both, or neither.",
                        "'table' is missing: the table whose changes are read, such as"
                                + " 'public.users'.",
                        "'schema-name' can't be written here: write 'table' = 'schema.table'.",
                        "'table-name' can't be written here: write 'table' = 'schema.table'.",
                        "'slot.name' is 'No-Slot', but must be 1 to 58 lower case letters, digits"
                                + " and underscores (Flink CDC adds the subtask's number to"
                                + " PostgreSQL's 63).",
                        "'publication.name' is 'No-Publication', but must be 1 to 63 lower case"
                                + " letters, digits and underscores, and begin with no digit.",
                        "'decoding.plugin.name' is always 'pgoutput' here: the one plugin that every"
                                + " server has.");
    }

    @Test
    void refusesWhatIsWrittenTwiceAndWhatLacksAFile() {
        assertThatThrownBy(
                        () ->
                                mapped(
                                        Map.of(
                                                "connection", URI + "?sslmode=verify-ca",
                                                "ssl.mode", "require",
                                                "table", "t")))
                .hasMessageContainingAll(
                        "'ssl.mode' is set beside 'sslmode' in 'connection': write it in one of the"
                                + " two places.",
                        "'ssl.mode' = 'verify-ca' needs 'ssl.root.cert': a PEM file with the"
                                + " certificates of the authorities that you trust.");
    }

    @Test
    void refusesNamesThatFlinkCdcCannotRead() {
        assertThatThrownBy(() -> mapped(Map.of("connection", URI, "table", "\"Order Items\"")))
                .hasMessageContaining(
                        "The name 'Order Items' can't be read: Flink CDC takes names for patterns,"
                                + " so they may hold letters, digits, '_' and '-' only. Rename it,"
                                + " or read a table that has such a name.");
        assertThatThrownBy(() -> mapped(Map.of("connection", URI, "table", "a.b.c")))
                .hasMessageContaining("'table' is 'a.b.c', but must be 'table' or 'schema.table'");
    }

    @Test
    void namesAServerThatDoesNotAnswer() {
        Map<String, String> options =
                mapped(Map.of("connection", "postgresql://u:hidden@127.0.0.1:1/db", "table", "t"));
        assertThatThrownBy(() -> Preflight.detect(options))
                .isInstanceOf(ValidationException.class)
                .hasMessageStartingWith(
                        "Connector 'laminar-postgres-cdc': the server 127.0.0.1:1/db can't be asked"
                                + " about the table, which is done before the job starts: ")
                .hasMessageEndingWith("(SQLSTATE 08001). Mend the connection's options.")
                .hasMessageNotContaining("hidden");
    }

    private static Map<String, String> mapped(Map<String, String> written) {
        return mapped("t", written);
    }

    private static Map<String, String> mapped(String table, Map<String, String> written) {
        Map<String, String> options = new HashMap<>(written);
        options.put("connector", "laminar-postgres-cdc");
        ResolvedSchema schema = ResolvedSchema.of(Column.physical("id", DataTypes.BIGINT()));
        Context context =
                new FactoryUtil.DefaultDynamicTableContext(
                        ObjectIdentifier.of("catalog", "database", table),
                        new ResolvedCatalogTable(
                                CatalogTable.newBuilder()
                                        .schema(
                                                Schema.newBuilder()
                                                        .fromResolvedSchema(schema)
                                                        .build())
                                        .options(options)
                                        .build(),
                                schema),
                        Map.of(),
                        new Configuration(),
                        PostgresCdcMappingTest.class.getClassLoader(),
                        false);
        return PostgresCdcMapping.MAPPING
                .map(context, DynamicTableSourceFactory.class)
                .context()
                .getCatalogTable()
                .getOptions();
    }
}
