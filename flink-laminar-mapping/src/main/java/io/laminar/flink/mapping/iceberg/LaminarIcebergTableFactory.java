// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import io.laminar.flink.sdk.schema.SchemaDetector;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * Makes tables with {@code 'connector' = 'laminar-iceberg'} of Iceberg's own connector, whose jar
 * the user brings.
 *
 * <p>Guarantee: a row is committed with the checkpoint that holds it, exactly once. A query that is
 * planned asks the catalog; one that writes creates or alters the table when its job is built.
 */
@Internal
public final class LaminarIcebergTableFactory
        implements DynamicTableSourceFactory, DynamicTableSinkFactory, SchemaDetector {

    @Override
    public String factoryIdentifier() {
        return IcebergMapping.CONNECTOR;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.copyOf(IcebergMapping.MAPPING.options());
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        return OfficialTables.source(mapped(context, DynamicTableSourceFactory.class));
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        return OfficialTables.sink(mapped(context, DynamicTableSinkFactory.class));
    }

    @Override
    public ResolvedSchema detectSchema(Request request) {
        Context context =
                new FactoryUtil.DefaultDynamicTableContext(
                        request.table(),
                        new ResolvedCatalogTable(
                                CatalogTable.newBuilder()
                                        .schema(Schema.newBuilder().build())
                                        .options(request.options())
                                        .build(),
                                ResolvedSchema.of()),
                        Map.of(),
                        request.configuration(),
                        request.classLoader(),
                        /* isTemporary= */ false);
        return OfficialTables.schema(mapped(context, DynamicTableSourceFactory.class));
    }

    private static <F extends DynamicTableFactory> Context mapped(Context context, Class<F> kind) {
        return IcebergMapping.MAPPING.map(context, kind).context();
    }
}
