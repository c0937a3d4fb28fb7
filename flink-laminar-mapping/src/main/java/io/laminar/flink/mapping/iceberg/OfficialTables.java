// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import io.laminar.flink.sdk.option.OptionReader;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableFactory.Context;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.IcebergTableSink;

/**
 * Tables of Iceberg's own factory, from mapped options.
 *
 * <p>The factory is given the catalog: by itself it would look for a table of nested namespaces in
 * another place than it creates it in, create tables for a SELECT, and keep all options in the
 * table's metadata, secrets included.
 */
final class OfficialTables {

    private static final ConfigOption<Boolean> SECOND_SINK =
            ConfigOptions.key("table.exec.iceberg.use-v2-sink").booleanType().defaultValue(false);

    private OfficialTables() {}

    static DynamicTableSource source(Context mapped) {
        TablePlan plan = TablePlan.of(mapped.getCatalogTable());
        return LakeCatalog.use(
                plan,
                catalog ->
                        catalog.tables()
                                .createDynamicTableSource(
                                        official(
                                                mapped,
                                                catalog,
                                                new TableRead(plan).options(catalog))));
    }

    static DynamicTableSink sink(Context mapped) {
        if (mapped.getConfiguration().get(SECOND_SINK)) {
            OptionReader problems = new OptionReader(IcebergMapping.CONNECTOR, Map.of());
            problems.problem(IcebergErrors.SECOND_SINK);
            problems.throwProblems();
        }
        TablePlan plan = TablePlan.of(mapped.getCatalogTable());
        return LakeCatalog.use(
                plan,
                catalog -> {
                    new TableWrite(plan).check(catalog);
                    return new PreparedTableSink(
                            (IcebergTableSink)
                                    catalog.tables()
                                            .createDynamicTableSink(
                                                    official(mapped, catalog, plan.options())),
                            plan,
                            hasCheckpoints(mapped.getConfiguration()));
                });
    }

    /** A bounded job in batch mode commits at its end, without checkpoints. */
    private static boolean hasCheckpoints(ReadableConfig configuration) {
        return configuration
                        .getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
                        .filter(interval -> !interval.isZero())
                        .isPresent()
                || configuration.get(ExecutionOptions.RUNTIME_MODE) == RuntimeExecutionMode.BATCH;
    }

    static ResolvedSchema schema(Context mapped) {
        TablePlan plan = TablePlan.of(mapped.getCatalogTable());
        return LakeCatalog.use(
                plan,
                catalog ->
                        catalog.table()
                                .map(table -> FlinkSchemaUtil.toResolvedSchema(table.schema()))
                                .orElseThrow(() -> missing(plan)));
    }

    private static ValidationException missing(TablePlan plan) {
        return new ValidationException(
                String.format(
                        "Connector '%s': %s",
                        IcebergMapping.CONNECTOR, IcebergErrors.noTableToDetect(plan.table())));
    }

    private static Context official(
            Context mapped, LakeCatalog catalog, Map<String, String> options) {
        return new FactoryUtil.DefaultDynamicTableContext(
                ObjectIdentifier.of(
                        mapped.getObjectIdentifier().getCatalogName(),
                        catalog.path().getDatabaseName(),
                        catalog.path().getObjectName()),
                mapped.getCatalogTable().copy(options),
                mapped.getEnrichmentOptions(),
                mapped.getConfiguration(),
                mapped.getClassLoader(),
                mapped.isTemporary());
    }
}
