// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * The factory of all tables of a session whose catalog has none: as the catalog's own where that is
 * a {@code laminar} one, as if it were not there elsewhere.
 */
final class SessionTableFactory implements DynamicTableSourceFactory, DynamicTableSinkFactory {

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        Optional<LaminarCatalog> catalog = catalog(context);
        return catalog.isPresent()
                ? catalog.get().connectors().createDynamicTableSource(context)
                : FactoryUtil.createDynamicTableSource(
                        null,
                        context.getObjectIdentifier(),
                        context.getCatalogTable(),
                        context.getEnrichmentOptions(),
                        context.getConfiguration(),
                        context.getClassLoader(),
                        context.isTemporary());
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        Optional<LaminarCatalog> catalog = catalog(context);
        return catalog.isPresent()
                ? catalog.get().connectors().createDynamicTableSink(context)
                : FactoryUtil.createDynamicTableSink(
                        null,
                        context.getObjectIdentifier(),
                        context.getCatalogTable(),
                        context.getEnrichmentOptions(),
                        context.getConfiguration(),
                        context.getClassLoader(),
                        context.isTemporary());
    }

    private static Optional<LaminarCatalog> catalog(Context context) {
        return SessionCatalogs.find(
                context.getClassLoader(), context.getObjectIdentifier().getCatalogName());
    }

    /** Never asked for: Flink takes this factory from the module. */
    @Override
    public String factoryIdentifier() {
        return LaminarCatalogFactory.IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }
}
