// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import io.laminar.flink.postgres.PostgresSink;
import io.laminar.flink.postgres.catalog.PostgresConnection;
import io.laminar.flink.postgres.catalog.Timeouts;
import io.laminar.flink.postgres.catalog.TlsSettings;
import io.laminar.flink.postgres.option.CommitStrategy;
import io.laminar.flink.postgres.option.ErrorPolicy;
import io.laminar.flink.postgres.option.SchemaEvolution;
import io.laminar.flink.postgres.option.WriteMode;
import io.laminar.flink.sdk.postgres.SslMode;
import io.laminar.flink.sdk.retry.RetryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.table.factories.FactoryUtil;

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
                                    + " sslrootcert, sslcert, sslkey, connect_timeout (seconds),"
                                    + " application_name. The key may also be"
                                    + " 'connection_string'.");

    public static final ConfigOption<String> HOSTNAME =
            ConfigOptions.key("hostname")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The server's host, one name or address, instead of 'connection'.");

    public static final ConfigOption<Integer> PORT =
            ConfigOptions.key("port")
                    .intType()
                    .defaultValue(PostgresConnection.DEFAULT_PORT)
                    .withDescription("The server's port, with 'hostname'.");

    public static final ConfigOption<String> DATABASE =
            ConfigOptions.key("database")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The database, if 'connection' names none; the user's name if not set.");

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
                                    + " ${file:/path}, which are resolved where the connection is"
                                    + " opened.");

    public static final ConfigOption<String> TABLE =
            ConfigOptions.key("table")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The table that rows are written to: 'table' or 'schema.table'; the"
                                    + " schema is 'public' if absent. Names with capitals or other"
                                    + " characters in double quotes.");

    public static final ConfigOption<WriteMode> WRITE_MODE =
            ConfigOptions.key("write_mode")
                    .enumType(WriteMode.class)
                    .noDefaultValue()
                    .withFallbackKeys("write.mode")
                    .withDescription(
                            "'append': every row is a new row of the table; the default without a"
                                    + " key. 'upsert': a row takes the place of the one with its"
                                    + " key, and a deletion removes it; the default with a PRIMARY"
                                    + " KEY.");

    public static final ConfigOption<String> PRIMARY_KEY =
            ConfigOptions.key("primary_key")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("primary.key")
                    .withDescription(
                            "The columns by which upsert matches rows, separated by commas, where the"
                                    + " DDL has no PRIMARY KEY; beside one, the same columns. The"
                                    + " table needs a primary"
                                    + " key or a unique index on exactly these.");

    public static final ConfigOption<Boolean> IGNORE_DELETE =
            ConfigOptions.key("ignore_delete")
                    .booleanType()
                    .defaultValue(false)
                    .withFallbackKeys("ignore.delete")
                    .withDescription("Whether upsert leaves a row in the table that was deleted.");

    public static final ConfigOption<Integer> BATCH_SIZE =
            ConfigOptions.key("batch_size")
                    .intType()
                    .defaultValue(PostgresSink.DEFAULT_BATCH_SIZE)
                    .withFallbackKeys("batch.size")
                    .withDescription(
                            "Rows go to the server when this many are there (or 32 MiB of them).");

    public static final ConfigOption<Duration> FLUSH_INTERVAL =
            ConfigOptions.key("flush.interval")
                    .durationType()
                    .defaultValue(PostgresSink.DEFAULT_FLUSH_INTERVAL)
                    .withFallbackKeys("flush_interval")
                    .withDescription(
                            "Rows go to the server this long after the first of them at the latest,"
                                    + " and at every checkpoint; zero for no such time.");

    public static final ConfigOption<Integer> POOL_SIZE =
            ConfigOptions.key("pool_size")
                    .intType()
                    .defaultValue(PostgresSink.DEFAULT_POOL_SIZE)
                    .withFallbackKeys("pool.size")
                    .withDescription(
                            "Sessions of a subtask, each with a batch on its way while the next one"
                                    + " is filled. 'two-phase' writes with one, since a prepared"
                                    + " transaction belongs to one session. A committer has one"
                                    + " more.");

    public static final ConfigOption<DeliveryGuarantee> DELIVERY_GUARANTEE =
            ConfigOptions.key("delivery.guarantee")
                    .enumType(DeliveryGuarantee.class)
                    .defaultValue(DeliveryGuarantee.AT_LEAST_ONCE)
                    .withFallbackKeys("delivery_guarantee")
                    .withDescription(
                            "'at-least-once': after a failure, rows since the last checkpoint are"
                                    + " written again. 'exactly-once': rows become visible with the"
                                    + " checkpoint that holds them, each once; needs checkpoints.");

    public static final ConfigOption<CommitStrategy> COMMIT_STRATEGY =
            ConfigOptions.key("commit.strategy")
                    .enumType(CommitStrategy.class)
                    .defaultValue(CommitStrategy.AUTO)
                    .withFallbackKeys("commit_strategy")
                    .withDescription(
                            "How 'exactly-once' keeps rows until their checkpoint is complete."
                                    + " 'two-phase': in a prepared transaction; append only, needs"
                                    + " max_prepared_transactions on the server. 'co-transactional':"
                                    + " in a staging table, which one transaction empties into the"
                                    + " target. 'auto': the first for append if the server allows"
                                    + " it, the second otherwise.");

    public static final ConfigOption<String> SINK_ID =
            ConfigOptions.key("sink.id")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("sink_id")
                    .withDescription(
                            "Names an exactly-once sink on the server: the same after every"
                                    + " restart, different from every other running sink that"
                                    + " writes to the schema. Made of the names of job and table if"
                                    + " not set.");

    public static final ConfigOption<SslMode> SSL_MODE =
            ConfigOptions.key("ssl.mode")
                    .enumType(SslMode.class)
                    .defaultValue(TlsSettings.DEFAULT_MODE)
                    .withFallbackKeys("ssl_mode")
                    .withDescription(
                            "'disable'; 'prefer': TLS where the server offers it; 'require': TLS;"
                                    + " 'verify-ca': TLS with a certificate that a trusted"
                                    + " authority has signed; 'verify-full': and it is for this"
                                    + " host. Only the last two keep an impostor out.");

    public static final ConfigOption<String> SSL_ROOT_CERT =
            ConfigOptions.key("ssl.root.cert")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("ssl_root_cert")
                    .withDescription(
                            "A PEM file with the certificates of the trusted authorities, on every"
                                    + " task manager; those that the JVM trusts if not set.");

    public static final ConfigOption<String> SSL_CERT =
            ConfigOptions.key("ssl.cert")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("ssl_cert")
                    .withDescription(
                            "A PEM file with the client's certificate, on every task manager; for"
                                    + " servers that ask for one.");

    public static final ConfigOption<String> SSL_KEY =
            ConfigOptions.key("ssl.key")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("ssl_key")
                    .withDescription(
                            "A file with the private key of 'ssl.cert', on every task manager: PKCS"
                                    + " #8 without a password, in PEM or DER form.");

    public static final ConfigOption<Duration> CONNECT_TIMEOUT =
            ConfigOptions.key("connect_timeout")
                    .durationType()
                    .defaultValue(Timeouts.DEFAULT_CONNECT)
                    .withFallbackKeys("connect.timeout")
                    .withDescription(
                            "How long the server may take for each answer until the session is"
                                    + " open, in whole seconds (rounded up); zero for ever.");

    public static final ConfigOption<Duration> STATEMENT_TIMEOUT =
            ConfigOptions.key("statement_timeout")
                    .durationType()
                    .defaultValue(Timeouts.DEFAULT_STATEMENT)
                    .withFallbackKeys("statement.timeout")
                    .withDescription(
                            "The server cancels a statement of the sink after this time; without an"
                                    + " answer 15 s later the connection counts as lost. Zero for"
                                    + " ever.");

    public static final ConfigOption<Boolean> AUTO_CREATE_TABLE =
            ConfigOptions.key("auto_create_table")
                    .booleanType()
                    .defaultValue(false)
                    .withFallbackKeys("auto.create.table")
                    .withDescription(
                            "Whether a missing table is created from the DDL when the job starts:"
                                    + " columns, NOT NULL and PRIMARY KEY. Its schema has to"
                                    + " exist.");

    public static final ConfigOption<SchemaEvolution> SCHEMA_EVOLUTION =
            ConfigOptions.key("schema.evolution")
                    .enumType(SchemaEvolution.class)
                    .defaultValue(SchemaEvolution.NONE)
                    .withFallbackKeys("schema_evolution")
                    .withDescription(
                            "'none', or 'add_columns': nullable columns of the DDL that the table"
                                    + " lacks are added when the job starts.");

    public static final ConfigOption<Boolean> SCHEMA_VALIDATION =
            ConfigOptions.key("schema.validation")
                    .booleanType()
                    .defaultValue(true)
                    .withFallbackKeys("schema_validation")
                    .withDescription(
                            "Whether the DDL is held against the table when the statement is"
                                    + " planned, if the server can be reached from there. It is"
                                    + " always held against it when the job starts.");

    public static final ConfigOption<ErrorPolicy> ON_ERROR =
            ConfigOptions.key("on_error")
                    .enumType(ErrorPolicy.class)
                    .defaultValue(ErrorPolicy.FAIL)
                    .withFallbackKeys("on.error")
                    .withDescription(
                            "A row that the server refuses (a constraint, a value out of range,"
                                    + " U+0000): 'fail' fails the job, 'skip' leaves the row out,"
                                    + " counts it, and logs the reason at most once a second.");

    /** Flink's own, in our words. */
    public static final ConfigOption<Integer> SINK_PARALLELISM =
            ConfigOptions.key(FactoryUtil.SINK_PARALLELISM.key())
                    .intType()
                    .noDefaultValue()
                    .withFallbackKeys("sink_parallelism")
                    .withDescription(
                            "Subtasks of the sink; if not set, as many as of what is in front of"
                                    + " it.");

    /** Every option, in the order of the connector's page. */
    public static final List<ConfigOption<?>> ALL =
            List.of(
                    CONNECTION,
                    HOSTNAME,
                    PORT,
                    DATABASE,
                    USERNAME,
                    PASSWORD,
                    SSL_MODE,
                    SSL_ROOT_CERT,
                    SSL_CERT,
                    SSL_KEY,
                    CONNECT_TIMEOUT,
                    STATEMENT_TIMEOUT,
                    TABLE,
                    WRITE_MODE,
                    PRIMARY_KEY,
                    IGNORE_DELETE,
                    DELIVERY_GUARANTEE,
                    COMMIT_STRATEGY,
                    SINK_ID,
                    BATCH_SIZE,
                    FLUSH_INTERVAL,
                    POOL_SIZE,
                    SINK_PARALLELISM,
                    ON_ERROR,
                    RetryOptions.MAX_ATTEMPTS,
                    RetryOptions.INITIAL_DELAY,
                    RetryOptions.MAX_DELAY,
                    AUTO_CREATE_TABLE,
                    SCHEMA_EVOLUTION,
                    SCHEMA_VALIDATION);

    /** What has to be written, and when. */
    static final Map<String, String> REQUIRED =
            Map.of(
                    CONNECTION.key(), "or `hostname`",
                    HOSTNAME.key(), "or `connection`",
                    TABLE.key(), "");

    private PostgresConnectorOptions() {}
}
