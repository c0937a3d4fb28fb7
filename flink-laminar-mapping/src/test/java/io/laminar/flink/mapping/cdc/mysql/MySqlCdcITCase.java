// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.sdk.schema.SchemaDetector;
import io.laminar.flink.testing.MySqlServer;
import io.laminar.flink.testing.MySqlVersion;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.TableDescriptor;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes of real servers. */
final class MySqlCdcITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    /** The example of the specification, with an account that may do no more than it must. */
    @ParameterizedTest
    @EnumSource
    void readsATableAndThenItsChanges(MySqlVersion version) throws Exception {
        MySqlServer server = MySqlServer.shared(version);
        server.execute(
                """
                CREATE USER 'reader'@'%' IDENTIFIED BY 'pass';
                GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'reader'@'%';
                CREATE DATABASE shop; USE shop;
                CREATE TABLE orders (order_id BIGINT PRIMARY KEY, customer_id BIGINT,
                    total DECIMAL(10, 2), status VARCHAR(20), created_at TIMESTAMP);
                GRANT SELECT ON shop.orders TO 'reader'@'%';
                INSERT INTO orders VALUES (1, 7, 9.5, 'new', '2026-11-22 03:04:05')""");
        TableEnvironment tables = tables();
        tables.executeSql(
                """
                CREATE TABLE orders (
                    order_id BIGINT,
                    customer_id BIGINT,
                    total DOUBLE,
                    status VARCHAR,
                    created_at TIMESTAMP
                ) WITH (
                    'connector' = 'laminar-mysql-cdc',
                    'connection' = '%s',
                    'table' = 'orders',
                    'server_id' = '1001',
                    'jdbc.properties.sslMode' = 'DISABLED'
                )"""
                        .formatted(server.uri("reader", "pass", "shop")));
        try (Changelog changes = new Changelog(tables.executeSql("SELECT * FROM orders"))) {
            changes.awaitRows("+I[1, 7, 9.5, new, 2026-11-22T03:04:05]");
            server.execute(
                    "INSERT INTO shop.orders VALUES (2, 8, 1, 'new', '2026-11-22 03:04:06')");
            changes.awaitRows("+I[2, 8, 1.0, new, 2026-11-22T03:04:06]");
            server.execute("UPDATE shop.orders SET status = 'paid' WHERE order_id = 1");
            changes.awaitRows(
                    "-U[1, 7, 9.5, new, 2026-11-22T03:04:05]",
                    "+U[1, 7, 9.5, paid, 2026-11-22T03:04:05]");
            server.execute("DELETE FROM shop.orders WHERE order_id = 2");
            changes.awaitRows("-D[2, 8, 1.0, new, 2026-11-22T03:04:06]");
        }
    }

    @Test
    void followsKeysAndDefinitionsThatChangeAndKeepsTheRowsOfATruncatedTable() throws Exception {
        MySqlServer server = MySqlServer.shared(MySqlVersion.MYSQL_8_0);
        server.execute(
                """
                CREATE DATABASE `odd-name.1`; USE `odd-name.1`;
                CREATE TABLE `or$ders` (id INT PRIMARY KEY, name VARCHAR(20));
                CREATE TABLE `orXders` (id INT PRIMARY KEY, name VARCHAR(20));
                INSERT INTO `or$ders` VALUES (1, 'one');
                INSERT INTO `orXders` VALUES (1, 'other')""");
        TableEnvironment tables = tables();
        tables.executeSql(
                """
                CREATE TABLE orders (
                    id INT,
                    name STRING,
                    source STRING METADATA FROM 'table_name' VIRTUAL,
                    PRIMARY KEY (id) NOT ENFORCED
                ) WITH (
                    'connector' = 'laminar-mysql-cdc',
                    'connection' = '%s',
                    'table' = '`odd-name.1`.`or$ders`'
                )"""
                        .formatted(server.uri("")));
        try (Changelog changes = new Changelog(tables.executeSql("SELECT * FROM orders"))) {
            changes.awaitRows("+I[1, one, or$ders]");
            server.execute("UPDATE `odd-name.1`.`or$ders` SET id = 2");
            changes.awaitRows("-D[1, one, or$ders]", "+I[2, one, or$ders]");
            server.execute(
                    """
                    USE `odd-name.1`;
                    INSERT INTO `orXders` VALUES (2, 'other');
                    ALTER TABLE `or$ders` ADD COLUMN extra INT FIRST;
                    INSERT INTO `or$ders` VALUES (7, 3, 'three')""");
            changes.awaitRows("+I[3, three, or$ders]");
            server.execute(
                    """
                    USE `odd-name.1`;
                    TRUNCATE TABLE `or$ders`;
                    ALTER TABLE `or$ders` DROP COLUMN name;
                    INSERT INTO `or$ders` VALUES (7, 4)""");
            changes.awaitRows("+I[4, null, or$ders]");
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryTypeAlikeFromTheTableAndFromTheLog(MySqlVersion version) throws Exception {
        MySqlServer server = MySqlServer.shared(version);
        String values =
                """
                true, -128, 255, -32768, 65535, -8388608, 16777215, -2147483648, 4294967295,
                -9223372036854775808, 18446744073709551615, 1.5, 2.25, -1234567.891,
                '12345678901234567890123456789012345678901234567890.12', b'1', b'101000000001',
                '2026-11-22', '23:59:59.123', '2026-11-22 03:04:05.123456',
                '2026-11-22 03:04:05.123', 'abc', 'größe', 'text', 'abc', 'xyz', 'blob', 'b',
                'a,c', '{"a": 1}', ST_GeomFromText('POINT(1 2)'), 5, 2026)""";
        server.execute(
                """
                CREATE DATABASE types; USE types;
                CREATE TABLE kinds (id INT PRIMARY KEY, c_bool BOOLEAN, c_tiny TINYINT,
                    c_utiny TINYINT UNSIGNED, c_small SMALLINT, c_usmall SMALLINT UNSIGNED,
                    c_medium MEDIUMINT, c_umedium MEDIUMINT UNSIGNED, c_int INT,
                    c_uint INT UNSIGNED, c_big BIGINT, c_ubig BIGINT UNSIGNED,
                    c_float FLOAT, c_double DOUBLE, c_decimal DECIMAL(10, 3),
                    c_wide DECIMAL(60, 2), c_bit BIT, c_bits BIT(12), c_date DATE,
                    c_time TIME(3), c_datetime DATETIME(6), c_timestamp TIMESTAMP(3) NULL,
                    c_char CHAR(5), c_varchar VARCHAR(20), c_text TEXT, c_binary BINARY(3),
                    c_varbinary VARBINARY(10), c_blob BLOB, c_enum ENUM('a', 'b'),
                    c_set SET('a', 'b', 'c'), c_json JSON, c_point POINT,
                    c_numeric NUMERIC(5), c_year YEAR);
                INSERT INTO kinds VALUES (1, %s;
                INSERT INTO kinds (id) VALUES (2)"""
                        .formatted(values));
        Map<String, String> options =
                Map.of(
                        "connector", "laminar-mysql-cdc",
                        "connection", server.uri("types"),
                        "table", "kinds");
        ResolvedSchema schema =
                new LaminarMySqlCdcTableFactory()
                        .detectSchema(
                                new SchemaDetector.Request(
                                        ObjectIdentifier.of("c", "d", "kinds"),
                                        options,
                                        new SchemaDetector.Sampling(1, Duration.ofSeconds(1)),
                                        new Configuration(),
                                        MySqlCdcITCase.class.getClassLoader()));
        assertThat(schema.getColumns())
                .map(column -> column.getName() + " " + column.getDataType())
                .containsExactly(
                        "id INT NOT NULL",
                        "c_bool BOOLEAN",
                        "c_tiny TINYINT",
                        "c_utiny SMALLINT",
                        "c_small SMALLINT",
                        "c_usmall INT",
                        "c_medium INT",
                        "c_umedium INT",
                        "c_int INT",
                        "c_uint BIGINT",
                        "c_big BIGINT",
                        "c_ubig DECIMAL(20, 0)",
                        "c_float FLOAT",
                        "c_double DOUBLE",
                        "c_decimal DECIMAL(10, 3)",
                        "c_wide STRING",
                        "c_bit BOOLEAN",
                        "c_bits BINARY(2)",
                        "c_date DATE",
                        "c_time TIME(3)",
                        "c_datetime TIMESTAMP(6)",
                        "c_timestamp TIMESTAMP(3)",
                        "c_char VARCHAR(5)",
                        "c_varchar VARCHAR(20)",
                        "c_text STRING",
                        "c_binary VARBINARY(3)",
                        "c_varbinary VARBINARY(10)",
                        "c_blob BYTES",
                        "c_enum STRING",
                        "c_set ARRAY<STRING>",
                        "c_json STRING",
                        "c_point STRING",
                        "c_numeric DECIMAL(5, 0)",
                        "c_year INT");
        assertThat(schema.getPrimaryKey().orElseThrow().getColumns()).containsExactly("id");

        TableEnvironment tables = tables();
        TableDescriptor.Builder descriptor =
                TableDescriptor.forConnector("laminar-mysql-cdc")
                        .schema(Schema.newBuilder().fromResolvedSchema(schema).build());
        options.forEach(
                (key, value) -> {
                    if (!key.equals("connector")) {
                        descriptor.option(key, value);
                    }
                });
        tables.createTable("kinds", descriptor.build());
        String read =
                "true, -128, 255, -32768, 65535, -8388608, 16777215, -2147483648, 4294967295,"
                        + " -9223372036854775808, 18446744073709551615, 1.5, 2.25, -1234567.891,"
                        + " 12345678901234567890123456789012345678901234567890.12, true, [1, 10],"
                        + " 2026-11-22, 23:59:59.123, 2026-11-22T03:04:05.123456,"
                        + " 2026-11-22T03:04:05.123, abc, größe, text, [97, 98, 99], [120, 121, 122],"
                        + " [98, 108, 111, 98], b, [a, c], {\"a\": 1},"
                        + " {\"coordinates\":[1,2],\"type\":\"Point\",\"srid\":0}, 5, 2026]";
        String nothing = ", null".repeat(schema.getColumnCount() - 1) + "]";
        try (Changelog changes = new Changelog(tables.executeSql("SELECT * FROM kinds"))) {
            changes.awaitRows("+I[1, " + read, "+I[2" + nothing);
            server.execute(
                    """
                    INSERT INTO types.kinds VALUES (3, %s;
                    INSERT INTO types.kinds (id) VALUES (4)"""
                            .formatted(values));
            changes.awaitRows("+I[3, " + read, "+I[4" + nothing);
        }
    }

    @Test
    void readsInstantsByTheServersClock() throws Exception {
        MySqlServer server = MySqlServer.shared(MySqlVersion.MARIADB_11);
        server.execute("SET GLOBAL time_zone = '+05:30'");
        try {
            server.execute(
                    """
                    CREATE DATABASE clocks; USE clocks;
                    CREATE TABLE t (id INT PRIMARY KEY, ts TIMESTAMP NULL, dt DATETIME);
                    INSERT INTO t VALUES (1, '2026-11-22 03:04:05', '2026-11-22 03:04:05')""");
            TableEnvironment tables = tables();
            tables.executeSql(
                    """
                    CREATE TABLE t (id INT, ts TIMESTAMP(0), dt TIMESTAMP(0)) WITH (
                        'connector' = 'laminar-mysql-cdc', 'connection' = '%s', 'table' = 't'
                    )"""
                            .formatted(server.uri("clocks")));
            try (Changelog changes = new Changelog(tables.executeSql("SELECT * FROM t"))) {
                changes.awaitRows("+I[1, 2026-11-22T03:04:05, 2026-11-22T03:04:05]");
                server.execute(
                        "INSERT INTO clocks.t VALUES (2, '2026-11-22 03:04:05',"
                                + " '2026-11-22 03:04:05')");
                changes.awaitRows("+I[2, 2026-11-22T03:04:05, 2026-11-22T03:04:05]");
            }
        } finally {
            server.execute("SET GLOBAL time_zone = '+00:00'");
        }
    }

    private static TableEnvironment tables() {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        new Configuration().set(RestartStrategyOptions.RESTART_STRATEGY, "none"));
        // Of two readers neither goes on to the changes before a checkpoint holds all that is read.
        environment.enableCheckpointing(200);
        return StreamTableEnvironment.create(environment);
    }
}
