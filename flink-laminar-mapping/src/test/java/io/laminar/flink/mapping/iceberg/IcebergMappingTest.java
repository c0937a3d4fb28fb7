// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

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
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From what users write to what Iceberg's connector gets. */
class IcebergMappingTest {

    private static final String REST = "http://localhost:8181";

    @Test
    void givesIcebergItsOwnNames() {
        assertThat(
                        mapped(
                                Map.ofEntries(
                                        Map.entry("warehouse", "main"),
                                        Map.entry("catalog.token", "t"),
                                        Map.entry("storage.endpoint", "http://localhost:9000"),
                                        Map.entry("storage.access_key", "a"),
                                        Map.entry("storage.secret_key", "s"),
                                        Map.entry("storage.session_token", "st"),
                                        Map.entry("storage.path_style", "true"),
                                        Map.entry("write_mode", "UPSERT"),
                                        Map.entry("file_format", "orc"),
                                        Map.entry("distribution_mode", "hash"),
                                        Map.entry("sink.parallelism", "3"),
                                        Map.entry("monitor_interval", "5 s"))))
                .containsEntry("connector", "iceberg")
                .containsEntry("catalog-name", "iceberg")
                .containsEntry("catalog-type", "rest")
                .containsEntry("uri", REST)
                .containsEntry("warehouse", "main")
                .containsEntry("token", "t")
                .containsEntry("s3.endpoint", "http://localhost:9000")
                .containsEntry("s3.access-key-id", "a")
                .containsEntry("s3.secret-access-key", "s")
                .containsEntry("s3.session-token", "st")
                .containsEntry("s3.path-style-access", "true")
                .containsEntry("client.region", "us-east-1")
                .containsEntry("upsert-enabled", "true")
                .containsEntry("write-format", "orc")
                .containsEntry("distribution-mode", "hash")
                .containsEntry("write-parallelism", "3")
                .containsEntry("streaming", "false")
                .containsEntry("monitor-interval", "5 s")
                .containsEntry("catalog-database", "db")
                .containsEntry("catalog-table", "orders");
    }

    @Test
    void setsTheRegionThatIsWritten() {
        assertThat(
                        mapped(
                                Map.of(
                                        "catalog.credential", "id:secret",
                                        "storage.endpoint", "http://localhost:9000",
                                        "storage.region", "eu-central-1")))
                .containsEntry("credential", "id:secret")
                .containsEntry("client.region", "eu-central-1");
    }

    @Test
    void readsTheKindOfCatalogFromItsUri() {
        assertThat(mapped(Map.of("catalog_uri", "thrift://metastore:9083", "warehouse", "/wh")))
                .containsEntry("catalog-type", "hive")
                .containsEntry("uri", "thrift://metastore:9083")
                .containsEntry("warehouse", "/wh")
                .doesNotContainKey("io-impl");
        assertThat(
                        mapped(
                                Map.of(
                                        "catalog_uri", "thrift://metastore:9083",
                                        "storage.endpoint", "http://localhost:9000")))
                .containsEntry("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
        assertThat(mapped(Map.of("catalog_uri", "https://glue.us-east-1.amazonaws.com")))
                .containsEntry("catalog-impl", "org.apache.iceberg.aws.glue.GlueCatalog")
                .containsEntry("io-impl", "org.apache.iceberg.aws.s3.S3FileIO")
                .containsEntry("client.region", "us-east-1")
                .doesNotContainKeys("catalog-type", "uri");
        assertThat(mapped(Map.of("catalog_uri", "https://glue.us-east-1.amazonaws.com/iceberg")))
                .containsEntry("catalog-type", "rest");
        for (String folder : new String[] {"/data/lake", "file:///data/lake", "s3a://b/lake"}) {
            assertThat(mapped(Map.of("catalog_uri", folder)))
                    .containsEntry("catalog-type", "hadoop")
                    .containsEntry("warehouse", folder)
                    .doesNotContainKey("uri");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lake.sales.orders, lake.sales.orders",
        "db.\"a.b\", db.a.b",
        "`db`.`t$snapshots`, db.t$snapshots",
        "db . t, db.t"
    })
    void readsNamesOfTables(String written, String read) {
        assertThat(TableName.of(written).map(TableName::toString)).hasValue(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"orders", "db.", ".orders", "db..orders", "db.\"orders", "a.b c\"d", " . "})
    void refusesWhatIsNoNameOfATable(String written) {
        assertThatThrownBy(() -> mapped(Map.of("table", written)))
                .hasMessageContaining("must be 'database.table'; outer namespaces before it");
    }

    @Test
    void splitsNestedNamespaces() {
        assertThat(mapped(Map.of("table", "lake.sales.eu.orders")))
                .containsEntry("base-namespace", "lake.sales")
                .containsEntry("catalog-database", "eu")
                .containsEntry("catalog-table", "orders");
        assertThatThrownBy(() -> mapped(Map.of("table", "\"a.b\".eu.orders")))
                .hasMessageContaining("must be 'database.table'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "region|region",
                "days(ts), bucket(16, id)|days(ts), bucket(16, id)",
                " TRUNCATE( 4 ,name ),identity(region)|truncate(4, name), region",
                "year(ts),month(ts),hours(`a b`)|years(ts), months(ts), hours(a b)"
            })
    void readsPartitioning(String written, String read) {
        assertThat(PartitionBy.of(written).map(PartitionBy::toString)).hasValue(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "days(ts",
                "days(ts),",
                "weeks(ts)",
                "bucket(id)",
                "bucket(0, id)",
                "days(2, ts)",
                "a b"
            })
    void refusesWhatIsNoPartitioning(String written) {
        assertThatThrownBy(() -> mapped(Map.of("partition_by", written)))
                .hasMessageContaining(
                        "'partition_by' is '"
                                + written
                                + "', but must be columns and transforms such as 'days(ts),"
                                + " bucket(16, id), truncate(4, name), region'.");
    }

    @Test
    void startsAStreamingReadWhereItIsToldTo() {
        assertThat(mapped(Map.of("streaming", "true")))
                .containsEntry("starting-strategy", "TABLE_SCAN_THEN_INCREMENTAL");
        assertThat(mapped(Map.of("streaming", "true", "start_snapshot_id", "7")))
                .containsEntry("starting-strategy", "INCREMENTAL_FROM_SNAPSHOT_ID")
                .containsEntry("start-snapshot-id", "7");
        assertThat(mapped(Map.of("start_tag", "t")))
                .containsEntry("start-tag", "t")
                .doesNotContainKey("starting-strategy");
        assertThat(
                        mapped(
                                Map.of(
                                        "streaming", "true",
                                        "starting-strategy", "INCREMENTAL_FROM_LATEST_SNAPSHOT")))
                .containsEntry("starting-strategy", "INCREMENTAL_FROM_LATEST_SNAPSHOT");
    }

    @Test
    void passesTheRestOfIcebergsOptionsThrough() {
        Map<String, String> own =
                Map.of(
                        "snapshot-id", "7",
                        "target-file-size-bytes", "1000",
                        "write.parquet.compression-codec", "zstd",
                        "s3.sse.type", "kms",
                        "catalog-name", "mine",
                        "token", "t",
                        "write-format", "avro",
                        "monitor-interval", "3 s");
        assertThat(mapped(own)).containsAllEntriesOf(own);
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        assertThatThrownBy(
                        () ->
                                mapped(
                                        Map.of(
                                                "catalog_uri", "ftp://host",
                                                "table", "orders",
                                                "delivery.guarantee", "at-least-once",
                                                "start_snapshot_id", "1",
                                                "start_tag", "t",
                                                "write_mod", "append",
                                                "upsert-enabled", "true",
                                                "file_format", "csv")))
                .isInstanceOf(ValidationException.class)
                .hasMessageStartingWith("Connector 'laminar-iceberg': 7 options need mending:")
                .hasMessageContainingAll(
                        "'catalog_uri' is 'ftp://host', but must be 'http(s)://…' (REST)",
                        "'table' is 'orders', but must be 'database.table'",
                        "'delivery.guarantee' is 'at-least-once', but must be one of"
                                + " 'exactly-once'.",
                        "'start_snapshot_id' and 'start_tag' exclude each other: write one of them.",
                        "Unknown option 'write_mod'. Did you mean 'write_mode'?",
                        "'upsert-enabled' can't be written here: write 'write_mode' = 'upsert'.",
                        "'file_format' is 'csv', but must be one of 'parquet', 'orc', 'avro'.");
    }

    @Test
    void wantsACatalogAndATable() {
        assertThatThrownBy(() -> map(Map.of()))
                .hasMessageContainingAll(
                        "'catalog_uri' is missing: where the catalog is, such as"
                                + " 'http://host:8181' or 'thrift://host:9083'.",
                        "'table' is missing: write 'database.table'.");
    }

    @Test
    void refusesWhatAHadoopCatalogHasNoUseFor() {
        assertThatThrownBy(
                        () ->
                                mapped(
                                        Map.of(
                                                "catalog_uri", "s3a://bucket/lake",
                                                "warehouse", "/other",
                                                "catalog.token", "t",
                                                "storage.access_key", "a")))
                .hasMessageContainingAll(
                        "'warehouse' can't be written here: 'catalog_uri' is the warehouse of a"
                                + " Hadoop catalog.",
                        "'catalog.token' is for a REST catalog, and 'catalog_uri' is none.",
                        "'storage.access_key' does not reach a Hadoop catalog: its folder is opened"
                                + " by Hadoop, which takes 'flink.hadoop.fs.s3a.…' from Flink's"
                                + " configuration.");
    }

    @Test
    void namesTheJarOfAMissingClass() {
        assertThat(IcebergErrors.missingClass("software/amazon/awssdk/core/Client"))
                .isEqualTo(
                        "Class software.amazon.awssdk.core.Client is missing. Hadoop's are in"
                                + " hadoop-client-api and hadoop-client-runtime 3.4.1, those of AWS"
                                + " (S3, Glue) in iceberg-aws-bundle 1.11.0, Iceberg's in"
                                + " iceberg-flink-runtime-1.20 1.11.0. All of them have to be where"
                                + " flink-laminar is: in Flink's lib folder, or in ADD JAR.");
    }

    private static Map<String, String> mapped(Map<String, String> written) {
        Map<String, String> options = new HashMap<>();
        options.put("catalog_uri", REST);
        options.put("table", "db.orders");
        options.putAll(written);
        return map(options);
    }

    private static Map<String, String> map(Map<String, String> written) {
        Map<String, String> options = new HashMap<>(written);
        options.put("connector", "laminar-iceberg");
        ResolvedSchema schema = ResolvedSchema.of(Column.physical("id", DataTypes.BIGINT()));
        return IcebergMapping.MAPPING
                .map(
                        new FactoryUtil.DefaultDynamicTableContext(
                                ObjectIdentifier.of("catalog", "database", "orders"),
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
                                IcebergMappingTest.class.getClassLoader(),
                                false),
                        DynamicTableSinkFactory.class)
                .context()
                .getCatalogTable()
                .getOptions();
    }
}
