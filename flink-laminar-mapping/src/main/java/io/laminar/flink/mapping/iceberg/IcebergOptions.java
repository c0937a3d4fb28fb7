// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import java.time.Duration;
import java.util.Locale;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of {@code 'connector' = 'laminar-iceberg'}. */
@PublicEvolving
public final class IcebergOptions {

    /** What a row of the query does to the table. */
    public enum WriteMode {
        APPEND,
        UPSERT;

        @Override
        public String toString() {
            return text(this);
        }
    }

    /** What each row is in the table, after failures too. */
    public enum Guarantee {
        EXACTLY_ONCE;

        @Override
        public String toString() {
            return text(this);
        }
    }

    /** What may be done to a table whose columns are not those of the DDL. */
    public enum SchemaEvolution {
        NONE,
        ADD_COLUMNS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Of data files. */
    public enum FileFormat {
        PARQUET,
        ORC,
        AVRO;

        @Override
        public String toString() {
            return text(this);
        }
    }

    /** How rows are spread over the writers. */
    public enum Distribution {
        NONE,
        HASH,
        RANGE;

        @Override
        public String toString() {
            return text(this);
        }
    }

    public static final ConfigOption<String> CATALOG_URI =
            ConfigOptions.key("catalog_uri")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("catalog.uri")
                    .withDescription(
                            "Where the catalog is: 'https://…' or 'http://…' a REST catalog;"
                                    + " 'https://glue.<region>.amazonaws.com' AWS Glue;"
                                    + " 'thrift://host:port' a Hive metastore; an absolute path,"
                                    + " 'file://', 'hdfs://', 's3a://', 'abfs[s]://' or 'gs://' a"
                                    + " Hadoop catalog in that folder.");

    public static final ConfigOption<String> TABLE =
            ConfigOptions.key("table")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "'database.table'; namespaces may be nested, as in"
                                    + " 'lake.sales.orders'. A name that holds a dot in double"
                                    + " quotes or backticks. 'database.table$snapshots' and the like"
                                    + " read the table's metadata.");

    public static final ConfigOption<String> WAREHOUSE =
            ConfigOptions.key("warehouse")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "For REST the warehouse's name or location, as the catalog wants it;"
                                    + " for Hive and Glue the folder or bucket under which tables"
                                    + " are created. A Hadoop catalog has it in 'catalog_uri'.");

    public static final ConfigOption<String> CATALOG_TOKEN =
            ConfigOptions.key("catalog.token")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("catalog_token")
                    .withDescription(
                            "Bearer token for a REST catalog. May be ${env:NAME} or"
                                    + " ${file:/path}.");

    public static final ConfigOption<String> CATALOG_CREDENTIAL =
            ConfigOptions.key("catalog.credential")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("catalog_credential")
                    .withDescription(
                            "'client-id:client-secret' for which a REST catalog gives a token"
                                    + " (OAuth 2), at 'oauth2-server-uri' if that is written. May"
                                    + " hold ${env:NAME} and ${file:/path}.");

    public static final ConfigOption<String> STORAGE_ENDPOINT =
            ConfigOptions.key("storage.endpoint")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("URL of an S3 service that is not Amazon's.");

    public static final ConfigOption<String> STORAGE_REGION =
            ConfigOptions.key("storage.region")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Region of the buckets; else that of the environment, and 'us-east-1'"
                                    + " with 'storage.endpoint'.");

    public static final ConfigOption<String> STORAGE_ACCESS_KEY =
            ConfigOptions.key("storage.access_key")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Access key of S3; without it the AWS default chain decides"
                                    + " (environment variables, profile, instance).");

    public static final ConfigOption<String> STORAGE_SECRET_KEY =
            ConfigOptions.key("storage.secret_key")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Its secret key. May be ${env:NAME} or ${file:/path}.");

    public static final ConfigOption<String> STORAGE_SESSION_TOKEN =
            ConfigOptions.key("storage.session_token")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Session token of temporary keys. May be ${env:NAME} or"
                                    + " ${file:/path}.");

    public static final ConfigOption<Boolean> STORAGE_PATH_STYLE =
            ConfigOptions.key("storage.path_style")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether the bucket goes into the path of URLs instead of the host:"
                                    + " most services that are not Amazon's want that.");

    public static final ConfigOption<WriteMode> WRITE_MODE =
            ConfigOptions.key("write_mode")
                    .enumType(WriteMode.class)
                    .defaultValue(WriteMode.APPEND)
                    .withFallbackKeys("write.mode")
                    .withDescription(
                            "'append': every row is a new row; a query with updates is refused."
                                    + " 'upsert': a row takes the place of the one with its PRIMARY"
                                    + " KEY, and a deletion removes it (equality deletes, format"
                                    + " version 2).");

    public static final ConfigOption<Guarantee> DELIVERY_GUARANTEE =
            ConfigOptions.key("delivery.guarantee")
                    .enumType(Guarantee.class)
                    .defaultValue(Guarantee.EXACTLY_ONCE)
                    .withFallbackKeys("delivery_guarantee")
                    .withDescription(
                            "Rows are committed with the checkpoint that holds them, which is"
                                    + " always 'exactly-once'; Iceberg has nothing weaker.");

    public static final ConfigOption<Boolean> AUTO_CREATE_TABLE =
            ConfigOptions.key("auto_create_table")
                    .booleanType()
                    .defaultValue(true)
                    .withFallbackKeys("auto.create.table")
                    .withDescription(
                            "An INSERT creates the table, and the namespaces above it, where they"
                                    + " are missing. A SELECT never does.");

    public static final ConfigOption<String> PARTITION_BY =
            ConfigOptions.key("partition_by")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("partition.by")
                    .withDescription(
                            "Partitioning of a table that is created: columns and transforms with"
                                    + " commas between, such as 'days(ts), bucket(16, id)'."
                                    + " Transforms: years, months, days, hours, bucket(count,"
                                    + " column), truncate(width, column), identity. A table that"
                                    + " exists must be partitioned just so.");

    public static final ConfigOption<FileFormat> FILE_FORMAT =
            ConfigOptions.key("file_format")
                    .enumType(FileFormat.class)
                    .noDefaultValue()
                    .withFallbackKeys("file.format")
                    .withDescription(
                            "Of the data files: 'parquet', 'orc' or 'avro'; else what the table"
                                    + " says, which for a new table is Parquet.");

    public static final ConfigOption<Distribution> DISTRIBUTION_MODE =
            ConfigOptions.key("distribution_mode")
                    .enumType(Distribution.class)
                    .noDefaultValue()
                    .withFallbackKeys("distribution.mode")
                    .withDescription(
                            "How rows are spread over the writers: 'none' as they come, 'hash' by"
                                    + " partition, 'range' by partition or sort order; else what the"
                                    + " table says.");

    public static final ConfigOption<SchemaEvolution> SCHEMA_EVOLUTION =
            ConfigOptions.key("schema.evolution")
                    .enumType(SchemaEvolution.class)
                    .defaultValue(SchemaEvolution.NONE)
                    .withFallbackKeys("schema_evolution")
                    .withDescription(
                            "'add_columns': an INSERT adds the nullable columns of the DDL that the"
                                    + " table lacks. Anything else that differs is an error, as all"
                                    + " differences are with 'none'.");

    public static final ConfigOption<Boolean> STREAMING =
            ConfigOptions.key("streaming")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether a SELECT goes on with what is appended to the table, after the"
                                    + " table as it stands. Else it reads one snapshot and ends.");

    public static final ConfigOption<Duration> MONITOR_INTERVAL =
            ConfigOptions.key("monitor_interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(60))
                    .withFallbackKeys("monitor.interval")
                    .withDescription("How often a streaming read looks for new snapshots.");

    public static final ConfigOption<Long> START_SNAPSHOT_ID =
            ConfigOptions.key("start_snapshot_id")
                    .longType()
                    .noDefaultValue()
                    .withFallbackKeys("start.snapshot.id")
                    .withDescription(
                            "A streaming read begins with the rows of this snapshot instead of the"
                                    + " whole table; a bounded one reads what was appended after"
                                    + " it.");

    public static final ConfigOption<String> START_TAG =
            ConfigOptions.key("start_tag")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("start.tag")
                    .withDescription(
                            "As 'start_snapshot_id', for the snapshot that carries this tag.");

    private IcebergOptions() {}

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
