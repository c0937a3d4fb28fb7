// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import io.laminar.flink.mapping.OfficialConnector;
import io.laminar.flink.mapping.OptionMapping;
import io.laminar.flink.mapping.TableRequest;
import io.laminar.flink.sdk.option.OptionReader;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.factories.FactoryUtil;

/** The rules from our options to those of Iceberg's connector. Refers to no class of Iceberg. */
final class IcebergMapping {

    static final String CONNECTOR = "laminar-iceberg";

    private static final List<ConfigOption<?>> STORAGE =
            List.of(
                    IcebergOptions.STORAGE_ENDPOINT,
                    IcebergOptions.STORAGE_REGION,
                    IcebergOptions.STORAGE_ACCESS_KEY,
                    IcebergOptions.STORAGE_SECRET_KEY,
                    IcebergOptions.STORAGE_SESSION_TOKEN,
                    IcebergOptions.STORAGE_PATH_STYLE);

    static final OptionMapping MAPPING =
            OptionMapping.of(
                            CONNECTOR,
                            new OfficialConnector(
                                    "iceberg",
                                    "org.apache.iceberg.flink.FlinkDynamicTableFactory",
                                    "iceberg-flink-runtime-1.20 1.11.0, and hadoop-client-api and"
                                            + " hadoop-client-runtime 3.4.1,"))
                    .derive(
                            List.of(IcebergOptions.CATALOG_URI),
                            List.of("catalog-type", "catalog-impl", "uri"),
                            "the kind of catalog and its address; `warehouse` for a Hadoop catalog",
                            IcebergMapping::catalog)
                    .require(
                            IcebergOptions.CATALOG_URI,
                            "where the catalog is, such as 'http://host:8181' or"
                                    + " 'thrift://host:9083'")
                    .derive(
                            List.of(IcebergOptions.TABLE),
                            List.of("base-namespace", "catalog-database", "catalog-table"),
                            "outer namespaces, innermost namespace, table",
                            IcebergMapping::table)
                    .require(IcebergOptions.TABLE, "write 'database.table'")
                    .rename(IcebergOptions.WAREHOUSE, "warehouse")
                    .rename(IcebergOptions.CATALOG_TOKEN, "token")
                    .rename(IcebergOptions.CATALOG_CREDENTIAL, "credential")
                    .rename(IcebergOptions.STORAGE_ENDPOINT, "s3.endpoint")
                    .rename(IcebergOptions.STORAGE_REGION, "client.region")
                    .rename(IcebergOptions.STORAGE_ACCESS_KEY, "s3.access-key-id")
                    .rename(IcebergOptions.STORAGE_SECRET_KEY, "s3.secret-access-key")
                    .rename(IcebergOptions.STORAGE_SESSION_TOKEN, "s3.session-token")
                    .rename(IcebergOptions.STORAGE_PATH_STYLE, "s3.path-style-access")
                    .derive(
                            STORAGE,
                            List.of("io-impl", "client.region"),
                            "`S3FileIO` for Hive; region `us-east-1` if only an endpoint is"
                                    + " written",
                            IcebergMapping::storage)
                    .derive(
                            List.of(IcebergOptions.WRITE_MODE),
                            List.of("upsert-enabled"),
                            "`true` for `upsert`, else `false`, whatever the table says",
                            (request, mapped) ->
                                    mapped.accept(
                                            "upsert-enabled",
                                            Boolean.toString(
                                                    request.options()
                                                                    .get(
                                                                            IcebergOptions
                                                                                    .WRITE_MODE,
                                                                            IcebergOptions.WriteMode
                                                                                    .class)
                                                            == IcebergOptions.WriteMode.UPSERT)))
                    .derive(
                            List.of(IcebergOptions.DELIVERY_GUARANTEE),
                            List.of(),
                            "what Iceberg's sink gives anyway",
                            (request, mapped) ->
                                    request.options()
                                            .get(
                                                    IcebergOptions.DELIVERY_GUARANTEE,
                                                    IcebergOptions.Guarantee.class))
                    .derive(
                            List.of(
                                    IcebergOptions.AUTO_CREATE_TABLE,
                                    IcebergOptions.PARTITION_BY,
                                    IcebergOptions.SCHEMA_EVOLUTION),
                            List.of(),
                            "done to the table before an INSERT runs",
                            IcebergMapping::preparation)
                    .derive(
                            List.of(IcebergOptions.FILE_FORMAT),
                            List.of("write-format"),
                            "by its other name",
                            (request, mapped) ->
                                    enumText(
                                            request.options(),
                                            IcebergOptions.FILE_FORMAT,
                                            IcebergOptions.FileFormat.class,
                                            "write-format",
                                            mapped))
                    .derive(
                            List.of(IcebergOptions.DISTRIBUTION_MODE),
                            List.of("distribution-mode"),
                            "by its other name",
                            (request, mapped) ->
                                    enumText(
                                            request.options(),
                                            IcebergOptions.DISTRIBUTION_MODE,
                                            IcebergOptions.Distribution.class,
                                            "distribution-mode",
                                            mapped))
                    .rename(FactoryUtil.SINK_PARALLELISM, "write-parallelism")
                    .rename(IcebergOptions.STREAMING, "streaming")
                    .rename(IcebergOptions.MONITOR_INTERVAL, "monitor-interval")
                    .rename(IcebergOptions.START_SNAPSHOT_ID, "start-snapshot-id")
                    .derive(
                            List.of(IcebergOptions.START_TAG),
                            List.of("start-tag"),
                            "its snapshot, which a streaming read of Iceberg's does not look up",
                            IcebergMapping::start)
                    .derive(
                            List.of(IcebergOptions.STREAMING),
                            List.of("starting-strategy"),
                            "`INCREMENTAL_FROM_SNAPSHOT_ID` with a start, else"
                                    + " `TABLE_SCAN_THEN_INCREMENTAL`",
                            IcebergMapping::startingStrategy)
                    .defaultTo("catalog-name", "iceberg", "it only shows in names and logs")
                    .refuse("catalog-type", "'catalog_uri' tells it")
                    .refuse("catalog-impl", "'catalog_uri' tells it")
                    .refuse("uri", "write 'catalog_uri'")
                    .refuse("base-namespace", "write it in 'table'")
                    .refuse("catalog-database", "write it in 'table'")
                    .refuse("catalog-table", "write it in 'table'")
                    .refuse("upsert-enabled", "write 'write_mode' = 'upsert'")
                    .refuse("use-dynamic-iceberg-sink", "a table here is one table of Iceberg's")
                    .pass(PassedOptions::prefixes)
                    .build();

    private IcebergMapping() {}

    private static void catalog(TableRequest request, BiConsumer<String, String> mapped) {
        OptionReader options = request.options();
        String text = options.text(IcebergOptions.CATALOG_URI).orElse(null);
        if (text == null) {
            return;
        }
        CatalogUri uri = CatalogUri.of(text).orElse(null);
        if (uri == null) {
            options.problem(IcebergErrors.noCatalogUri(text));
            return;
        }
        uri.properties().forEach(mapped);
        if (uri.kind() != CatalogUri.Kind.REST) {
            for (ConfigOption<?> option :
                    List.of(IcebergOptions.CATALOG_TOKEN, IcebergOptions.CATALOG_CREDENTIAL)) {
                if (options.isWritten(option)) {
                    options.problem(IcebergErrors.onlyForRest(option.key()));
                }
            }
        }
        if (uri.kind() == CatalogUri.Kind.HADOOP) {
            if (options.isWritten(IcebergOptions.WAREHOUSE)) {
                options.problem(IcebergErrors.TWO_WAREHOUSES);
            }
            STORAGE.stream()
                    .filter(options::isWritten)
                    .forEach(
                            option -> options.problem(IcebergErrors.storageOfHadoop(option.key())));
        }
    }

    private static void table(TableRequest request, BiConsumer<String, String> mapped) {
        String text = request.options().text(IcebergOptions.TABLE).orElse(null);
        if (text == null) {
            return;
        }
        TableName name = TableName.of(text).orElse(null);
        if (name == null) {
            request.options().problem(IcebergErrors.noTableName(text));
            return;
        }
        int innermost = name.namespace().size() - 1;
        if (innermost > 0) {
            mapped.accept(
                    "base-namespace", String.join(".", name.namespace().subList(0, innermost)));
        }
        mapped.accept("catalog-database", name.namespace().get(innermost));
        mapped.accept("catalog-table", name.name());
    }

    private static void storage(TableRequest request, BiConsumer<String, String> mapped) {
        OptionReader options = request.options();
        boolean isHive =
                options.text(IcebergOptions.CATALOG_URI)
                        .flatMap(CatalogUri::of)
                        .filter(uri -> uri.kind() == CatalogUri.Kind.HIVE)
                        .isPresent();
        if (isHive && STORAGE.stream().anyMatch(options::isWritten)) {
            mapped.accept("io-impl", CatalogUri.S3_FILE_IO);
        }
        if (options.isWritten(IcebergOptions.STORAGE_ENDPOINT)) {
            mapped.accept("client.region", "us-east-1");
        }
    }

    /** Keeps what {@link TablePlan} reads. */
    private static void preparation(TableRequest request, BiConsumer<String, String> mapped) {
        OptionReader options = request.options();
        mapped.accept(
                IcebergOptions.AUTO_CREATE_TABLE.key(),
                options.get(IcebergOptions.AUTO_CREATE_TABLE).toString());
        mapped.accept(
                IcebergOptions.SCHEMA_EVOLUTION.key(),
                options.get(IcebergOptions.SCHEMA_EVOLUTION, IcebergOptions.SchemaEvolution.class)
                        .name());
        options.find(IcebergOptions.PARTITION_BY)
                .ifPresent(
                        text -> {
                            if (PartitionBy.of(text).isEmpty()) {
                                options.problem(IcebergErrors.noPartitioning(text));
                            }
                            mapped.accept(IcebergOptions.PARTITION_BY.key(), text);
                        });
    }

    private static void start(TableRequest request, BiConsumer<String, String> mapped) {
        OptionReader options = request.options();
        options.find(IcebergOptions.START_TAG).ifPresent(tag -> mapped.accept("start-tag", tag));
        if (options.isWritten(IcebergOptions.START_TAG)
                && options.isWritten(IcebergOptions.START_SNAPSHOT_ID)) {
            options.problem(IcebergErrors.TWO_STARTS);
        }
    }

    private static void startingStrategy(TableRequest request, BiConsumer<String, String> mapped) {
        OptionReader options = request.options();
        if (options.get(IcebergOptions.STREAMING)) {
            mapped.accept(
                    "starting-strategy",
                    options.isWritten(IcebergOptions.START_SNAPSHOT_ID)
                                    || options.isWritten(IcebergOptions.START_TAG)
                            ? "INCREMENTAL_FROM_SNAPSHOT_ID"
                            : "TABLE_SCAN_THEN_INCREMENTAL");
        }
    }

    private static <E extends Enum<E>> void enumText(
            OptionReader options,
            ConfigOption<E> option,
            Class<E> type,
            String officialKey,
            BiConsumer<String, String> mapped) {
        options.find(option, type)
                .ifPresent(
                        value -> mapped.accept(officialKey, value.name().toLowerCase(Locale.ROOT)));
    }
}
