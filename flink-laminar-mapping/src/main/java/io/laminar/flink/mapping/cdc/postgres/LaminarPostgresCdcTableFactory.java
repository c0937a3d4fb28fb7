// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import io.laminar.flink.mapping.OptionMapping.Mapped;
import io.laminar.flink.sdk.schema.SchemaDetector;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** Makes {@code 'connector' = 'laminar-postgres-cdc'} a table of Flink CDC. */
@Internal
public final class LaminarPostgresCdcTableFactory
        implements DynamicTableSourceFactory, SchemaDetector {

    @Override
    public String factoryIdentifier() {
        return PostgresCdcMapping.IDENTIFIER;
    }

    /** None: that one of two ways to name the server is missing, we say better. */
    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return new HashSet<>(PostgresCdcMapping.MAPPING.options());
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        Mapped<DynamicTableSourceFactory> mapped =
                PostgresCdcMapping.MAPPING.map(context, DynamicTableSourceFactory.class);
        ResolvedCatalogTable table = mapped.context().getCatalogTable();
        Map<String, String> options = new HashMap<>(table.getOptions());
        options.put(
                PostgresCdcMapping.CHANGELOG_MODE,
                Preflight.run(options, table.getResolvedSchema(), parallelism(context)));
        return mapped.factory()
                .createDynamicTableSource(
                        new FactoryUtil.DefaultDynamicTableContext(
                                context.getObjectIdentifier(),
                                table.copy(PooledTls.add(options)),
                                mapped.context().getEnrichmentOptions(),
                                context.getConfiguration(),
                                context.getClassLoader(),
                                context.isTemporary()));
    }

    @Override
    public ResolvedSchema detectSchema(Request request) {
        ResolvedSchema noColumns = ResolvedSchema.of();
        DynamicTableFactory.Context context =
                new FactoryUtil.DefaultDynamicTableContext(
                        request.table(),
                        new ResolvedCatalogTable(
                                CatalogTable.newBuilder()
                                        .schema(Schema.newBuilder().build())
                                        .options(request.options())
                                        .build(),
                                noColumns),
                        Map.of(),
                        request.configuration(),
                        request.classLoader(),
                        /* isTemporary= */ false);
        Map<String, String> options =
                PostgresCdcMapping.MAPPING
                        .map(context, DynamicTableSourceFactory.class)
                        .context()
                        .getCatalogTable()
                        .getOptions();
        return Preflight.detect(options);
    }

    private static int parallelism(Context context) {
        return Math.max(1, context.getConfiguration().get(CoreOptions.DEFAULT_PARALLELISM));
    }
}
