// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import java.util.HashMap;
import java.util.Locale;
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

/**
 * The factory of all tables of a {@code laminar} catalog: takes the one that the name of the
 * table's connector means there.
 */
final class NamedConnectors implements DynamicTableSourceFactory, DynamicTableSinkFactory {

    /** Names that mean ours, though the official connector's jar may be on the class path. */
    private static final Map<String, String> OURS =
            Map.of(
                    "kafka", "laminar-kafka",
                    "postgres-cdc", "laminar-postgres-cdc",
                    "mysql-cdc", "laminar-mysql-cdc",
                    "iceberg", "laminar-iceberg",
                    "postgres", "laminar-postgres",
                    "postgres-sink", "laminar-postgres");

    private final SecretReferences secrets;
    private final Optional<Factory> delegate;

    /**
     * For the tables of one catalog.
     *
     * @param delegate for tables whose connector is none of ours
     */
    NamedConnectors(SecretReferences secrets, Optional<Factory> delegate) {
        this.secrets = secrets;
        this.delegate = delegate;
    }

    /** What a connector's name means here: the identifier that Flink finds it by. */
    static String identifier(String connector) {
        String name = connector.toLowerCase(Locale.ROOT);
        return OURS.getOrDefault(name, connector);
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        Context revealed = reveal(context);
        return factory(DynamicTableSourceFactory.class, context, revealed)
                .createDynamicTableSource(revealed);
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        Context revealed = reveal(context);
        return factory(DynamicTableSinkFactory.class, context, revealed)
                .createDynamicTableSink(revealed);
    }

    private <F extends DynamicTableFactory> F factory(
            Class<F> kind, Context context, Context revealed) {
        String written = context.getCatalogTable().getOptions().get(FactoryUtil.CONNECTOR.key());
        String meant = revealed.getCatalogTable().getOptions().get(FactoryUtil.CONNECTOR.key());
        boolean isOurs = written != null && OURS.containsValue(meant);
        if (!isOurs && delegate.filter(kind::isInstance).isPresent()) {
            return kind.cast(delegate.get());
        }
        if (meant == null) {
            throw new ValidationException(
                    CatalogErrors.noConnector(context.getObjectIdentifier().asSummaryString()));
        }
        return FactoryUtil.discoverFactory(context.getClassLoader(), kind, meant);
    }

    private Context reveal(Context context) {
        Map<String, String> options =
                new HashMap<>(secrets.reveal(context.getCatalogTable().getOptions()));
        options.computeIfPresent(
                FactoryUtil.CONNECTOR.key(), (key, connector) -> identifier(connector));
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
