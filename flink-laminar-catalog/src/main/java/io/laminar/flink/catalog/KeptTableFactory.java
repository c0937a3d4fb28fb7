// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.Factory;
import org.apache.flink.table.factories.FactoryUtil;

/** The factory of all tables that a {@code laminar} catalog keeps: gives connectors the secrets. */
final class KeptTableFactory implements DynamicTableSourceFactory, DynamicTableSinkFactory {

    private final SecretReferences secrets;
    private final Optional<Factory> ofStorage;

    /**
     * For the tables of one catalog.
     *
     * @param ofStorage the factory of the catalog that keeps the tables, for those that are not
     *     ours
     */
    KeptTableFactory(SecretReferences secrets, Optional<Factory> ofStorage) {
        this.secrets = secrets;
        this.ofStorage = ofStorage;
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        return factory(DynamicTableSourceFactory.class, context)
                .createDynamicTableSource(reveal(context));
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        return factory(DynamicTableSinkFactory.class, context)
                .createDynamicTableSink(reveal(context));
    }

    private <F extends DynamicTableFactory> F factory(Class<F> kind, Context context) {
        String connector = context.getCatalogTable().getOptions().get(FactoryUtil.CONNECTOR.key());
        if (!ConnectorNames.isOurs(connector) && ofStorage.filter(kind::isInstance).isPresent()) {
            return kind.cast(ofStorage.get());
        }
        if (connector == null) {
            throw new ValidationException(
                    CatalogErrors.noConnector(context.getObjectIdentifier().asSummaryString()));
        }
        return FactoryUtil.discoverFactory(context.getClassLoader(), kind, connector);
    }

    private Context reveal(Context context) {
        Map<String, String> options = secrets.reveal(context.getCatalogTable().getOptions());
        return new FactoryUtil.DefaultDynamicTableContext(
                context.getObjectIdentifier(),
                context.getCatalogTable().copy(options),
                context.getEnrichmentOptions(),
                context.getConfiguration(),
                context.getClassLoader(),
                context.isTemporary());
    }

    /** Never asked for: Flink takes this factory from the catalog. */
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
