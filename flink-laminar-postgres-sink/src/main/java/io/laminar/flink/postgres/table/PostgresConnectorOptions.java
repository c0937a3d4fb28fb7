// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import io.laminar.flink.postgres.PostgresSink;
import io.laminar.flink.postgres.catalog.PostgresConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;

/** Options of {@code 'connector' = 'laminar-postgres'}. */
@PublicEvolving
public final class PostgresConnectorOptions {

    public static final ConfigOption<String> CONNECTION =
            ConfigOptions.key("connection")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("connection_string")
                    .withDescription(
                            "The server, as a URI ('postgresql://user:password@host:5432/db?sslmode=require')"
                                    + " or as libpq's keywords ('host=localhost dbname=mydb')."
                                    + " User and password of a URI are percent-decoded. May hold"
                                    + " ${env:NAME} and ${file:/path}. Known parameters: sslmode,"
                                    + " sslrootcert, connect_timeout (seconds), application_name.");

    public static final ConfigOption<String> HOSTNAME =
            ConfigOptions.key("hostname")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("The server's host, instead of 'connection'.");

    public static final ConfigOption<Integer> PORT =
            ConfigOptions.key("port")
                    .intType()
                    .defaultValue(PostgresConnection.DEFAULT_PORT)
                    .withDescription("The server's port, with 'hostname'.");

    public static final ConfigOption<String> DATABASE =
            ConfigOptions.key("database")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("The database, with 'hostname'; the user's name if not set.");

    public static final ConfigOption<String> USERNAME =
            ConfigOptions.key("username")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("The user, with 'hostname'.");

    public static final ConfigOption<String> PASSWORD =
            ConfigOptions.key("password")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The password, with 'hostname'. May hold ${env:NAME} and"
                                    + " ${file:/path}, which are resolved where the connection is"
                                    + " opened.");

    public static final ConfigOption<String> TABLE =
            ConfigOptions.key("table")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The table that rows are appended to: 'table' or 'schema.table'; the"
                                    + " schema is 'public' if absent. Names with capitals or other"
                                    + " characters in double quotes.");

    public static final ConfigOption<Integer> BATCH_SIZE =
            ConfigOptions.key("batch_size")
                    .intType()
                    .defaultValue(PostgresSink.DEFAULT_BATCH_SIZE)
                    .withFallbackKeys("batch.size")
                    .withDescription("A COPY ends after this many rows.");

    public static final ConfigOption<Duration> FLUSH_INTERVAL =
            ConfigOptions.key("flush.interval")
                    .durationType()
                    .defaultValue(PostgresSink.DEFAULT_FLUSH_INTERVAL)
                    .withDescription(
                            "A COPY ends this long after its first row at the latest, and at every"
                                    + " checkpoint; zero for at checkpoints only.");

    public static final ConfigOption<DeliveryGuarantee> DELIVERY_GUARANTEE =
            ConfigOptions.key("delivery.guarantee")
                    .enumType(DeliveryGuarantee.class)
                    .defaultValue(DeliveryGuarantee.AT_LEAST_ONCE)
                    .withFallbackKeys("delivery_guarantee")
                    .withDescription(
                            "'at-least-once': after a failure, rows since the last checkpoint are"
                                    + " written again. 'exactly-once': rows become visible with the"
                                    + " checkpoint that holds them, each once; needs checkpoints,"
                                    + " and max_prepared_transactions > 0 on the server.");

    public static final ConfigOption<String> SINK_ID =
            ConfigOptions.key("sink.id")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("sink_id")
                    .withDescription(
                            "Names an exactly-once sink on the server: the same after every"
                                    + " restart, different from every other running sink of the"
                                    + " database. Made of the names of job and table if not set.");

    public static final ConfigOption<Boolean> SCHEMA_VALIDATION =
            ConfigOptions.key("schema.validation")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Whether the DDL is held against the table when the statement is"
                                    + " planned, if the server can be reached from there. It is"
                                    + " always held against it when the job starts.");

    /** Every option, in the order of the connector's page. */
    public static final List<ConfigOption<?>> ALL =
            List.of(
                    CONNECTION,
                    HOSTNAME,
                    PORT,
                    DATABASE,
                    USERNAME,
                    PASSWORD,
                    TABLE,
                    DELIVERY_GUARANTEE,
                    BATCH_SIZE,
                    FLUSH_INTERVAL,
                    SINK_ID,
                    SCHEMA_VALIDATION);

    /** What has to be written, and when. */
    static final Map<String, String> REQUIRED =
            Map.of(
                    CONNECTION.key(), "or `hostname`",
                    HOSTNAME.key(), "or `connection`",
                    TABLE.key(), "");

    private PostgresConnectorOptions() {}
}
