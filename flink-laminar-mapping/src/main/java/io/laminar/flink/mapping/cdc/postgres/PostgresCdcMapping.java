// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import static io.laminar.flink.mapping.cdc.postgres.PostgresCdcOptions.PUBLICATION_NAME;
import static io.laminar.flink.mapping.cdc.postgres.PostgresCdcOptions.SLOT_NAME;
import static io.laminar.flink.mapping.cdc.postgres.PostgresCdcOptions.SSL_CERT;
import static io.laminar.flink.mapping.cdc.postgres.PostgresCdcOptions.SSL_KEY;
import static io.laminar.flink.mapping.cdc.postgres.PostgresCdcOptions.SSL_MODE;
import static io.laminar.flink.mapping.cdc.postgres.PostgresCdcOptions.SSL_ROOT_CERT;
import static io.laminar.flink.mapping.cdc.postgres.PostgresCdcOptions.TABLE;

import io.laminar.flink.mapping.OfficialConnector;
import io.laminar.flink.mapping.OptionMapping;
import io.laminar.flink.mapping.cdc.ConnectionOptions;
import java.util.List;

/** The rules by which a table becomes one of Flink CDC. */
final class PostgresCdcMapping {

    static final String IDENTIFIER = "laminar-postgres-cdc";

    static final String HOSTNAME = "hostname";
    static final String PORT = "port";
    static final String DATABASE = "database-name";
    static final String USERNAME = "username";
    static final String PASSWORD = "password";
    static final String CONNECT_TIMEOUT = "connect.timeout";
    static final String SCHEMA = "schema-name";
    static final String TABLE_NAME = "table-name";
    static final String SLOT = "slot.name";
    static final String PUBLICATION = "debezium.publication.name";
    static final String SSLMODE = "debezium.database.sslmode";
    static final String SSLROOTCERT = "debezium.database.sslrootcert";
    static final String SSLCERT = "debezium.database.sslcert";
    static final String SSLKEY = "debezium.database.sslkey";
    static final String CHANGELOG_MODE = "changelog-mode";
    static final String INCREMENTAL_SNAPSHOT = "scan.incremental.snapshot.enabled";
    static final String CHUNK_KEY = "scan.incremental.snapshot.chunk.key-column";
    static final String PARTITIONED_TABLES = "scan.include-partitioned-tables.enabled";
    static final String PLUGIN = "pgoutput";

    /** Of messages that no reader but ours takes notice of. */
    private static final String HEARTBEAT_PREFIX = "laminar_heartbeat";

    private static final String HEARTBEAT =
            "SELECT pg_logical_emit_message(false, '" + HEARTBEAT_PREFIX + "', '')";

    private static final OfficialConnector OFFICIAL =
            new OfficialConnector(
                    "postgres-cdc",
                    "org.apache.flink.cdc.connectors.postgres.table.PostgreSQLTableFactory",
                    "flink-sql-connector-postgres-cdc 3.5.0");

    static final OptionMapping MAPPING =
            OptionMapping.of(IDENTIFIER, OFFICIAL)
                    .derive(
                            ConnectionOptions.ALL,
                            List.of(HOSTNAME, PORT, DATABASE, USERNAME, PASSWORD, CONNECT_TIMEOUT),
                            "the parts of the connection",
                            ServerRules::connection)
                    .derive(
                            List.of(SSL_MODE, SSL_ROOT_CERT, SSL_CERT, SSL_KEY),
                            List.of(SSLMODE, SSLROOTCERT, SSLCERT, SSLKEY),
                            "by its other name; the URI's `sslmode` and files are the same",
                            ServerRules::tls)
                    .derive(
                            List.of(TABLE),
                            List.of(SCHEMA, TABLE_NAME),
                            "its two parts; `public` without a schema",
                            TableRules::table)
                    .refuse(SCHEMA, "write 'table' = 'schema.table'")
                    .refuse(TABLE_NAME, "write 'table' = 'schema.table'")
                    .derive(
                            List.of(SLOT_NAME),
                            List.of(SLOT),
                            "as it is; made of the names of job and table if not written",
                            TableRules::slot)
                    .derive(
                            List.of(PUBLICATION_NAME),
                            List.of(PUBLICATION),
                            "by its other name; made of the table's name if not written",
                            TableRules::publication)
                    .fix(
                            "debezium.publication.autocreate.mode",
                            "disabled",
                            "the publication is created for the one table when the statement is"
                                    + " planned")
                    .fix("decoding.plugin.name", PLUGIN, "the one plugin that every server has")
                    .defaultTo(
                            INCREMENTAL_SNAPSHOT,
                            "true",
                            "the snapshot is read in parallel and in parts, each held by a"
                                    + " checkpoint")
                    .defaultTo(
                            "debezium.heartbeat.action.query",
                            HEARTBEAT,
                            "the log goes on for the slot of a table that nobody writes to"
                                    + " (PostgreSQL 14 and later)")
                    .defaultTo(
                            "debezium.database.initial.statements",
                            HEARTBEAT,
                            "the first message, before which Debezium has no heartbeat")
                    .defaultTo(
                            "debezium.message.prefix.exclude.list",
                            HEARTBEAT_PREFIX,
                            "those messages are no rows")
                    .defaultTo(
                            "debezium.decimal.handling.mode",
                            "string",
                            "numbers of any precision are exact")
                    .defaultTo(
                            "debezium.interval.handling.mode",
                            "string",
                            "months are not counted in days")
                    .defaultTo(
                            "debezium.include.unknown.datatypes",
                            "true",
                            "columns of types that Debezium does not know are not NULL")
                    .pass("debezium.")
                    .build();

    private PostgresCdcMapping() {}
}
