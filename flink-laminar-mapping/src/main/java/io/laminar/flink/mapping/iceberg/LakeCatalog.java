// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.iceberg.MetadataTableType;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.flink.FlinkCatalog;
import org.apache.iceberg.flink.FlinkCatalogFactory;
import org.apache.iceberg.flink.FlinkDynamicTableFactory;
import org.apache.iceberg.flink.FlinkSchemaUtil;

/**
 * The catalog of a table, open while a statement is planned.
 *
 * <p>Not thread-safe. Life cycle: {@link #use} closes it.
 */
final class LakeCatalog {

    private final FlinkCatalog catalog;
    private final TablePlan plan;

    private LakeCatalog(FlinkCatalog catalog, TablePlan plan) {
        this.catalog = catalog;
        this.plan = plan;
    }

    /**
     * Opens the catalog for a piece of work.
     *
     * @throws ValidationException if it can't be reached or refuses; the message says how to mend
     *     it
     */
    static <T> T use(TablePlan plan, Function<LakeCatalog, T> work) {
        try {
            Map<String, String> properties = new HashMap<>(plan.options());
            // It lives for one statement, which wants to see the table as it is.
            properties.put("cache-enabled", "false");
            FlinkCatalog catalog =
                    (FlinkCatalog)
                            new FlinkCatalogFactory()
                                    .createCatalog(
                                            properties.getOrDefault("catalog-name", "iceberg"),
                                            properties);
            try {
                return work.apply(new LakeCatalog(catalog, plan));
            } finally {
                catalog.close();
            }
        } catch (ValidationException e) {
            throw e;
        } catch (NotAuthorizedException | ForbiddenException e) {
            throw failure(IcebergErrors.refused(plan.catalog(), e), e);
        } catch (NoClassDefFoundError e) {
            throw failure(IcebergErrors.missingClass(String.valueOf(e.getMessage())), e);
        } catch (RuntimeException e) {
            throw failure(IcebergErrors.unreachable(plan.catalog(), e), e);
        }
    }

    private static ValidationException failure(String message, Throwable cause) {
        return new ValidationException(
                String.format("Connector '%s': %s", IcebergMapping.CONNECTOR, message), cause);
    }

    /** Iceberg's factory for tables of this catalog; it works when the catalog is closed, too. */
    FlinkDynamicTableFactory tables() {
        return new FlinkDynamicTableFactory(catalog);
    }

    /** The table as it is now, if it exists. */
    Optional<Table> table() {
        try {
            return Optional.of(catalog.catalog().loadTable(identifier()));
        } catch (NoSuchTableException | NoSuchNamespaceException e) {
            return Optional.empty();
        }
    }

    /** Makes the table and the namespaces above it. Another job may be doing the same. */
    void create() {
        createNamespaces();
        Schema schema = FlinkSchemaUtil.convert(plan.schema());
        PartitionSpec spec =
                plan.partitioning()
                        .map(partitioning -> partitioning.spec(schema))
                        .orElseGet(PartitionSpec::unpartitioned);
        Catalog.TableBuilder builder =
                catalog.catalog()
                        .buildTable(identifier(), schema)
                        .withPartitionSpec(spec)
                        .withProperties(PassedOptions.ofTable(plan.options()));
        if (plan.isUpsert()) {
            // Tells other readers and writers, such as a streaming read, which has to refuse it.
            builder.withProperty(TableProperties.UPSERT_ENABLED, "true");
            if (!plan.options().containsKey(TableProperties.FORMAT_VERSION)) {
                builder.withProperty(TableProperties.FORMAT_VERSION, "2");
            }
        }
        Optional.ofNullable(plan.options().get("location")).ifPresent(builder::withLocation);
        try {
            builder.create();
        } catch (AlreadyExistsException e) {
            // What it is like is checked by who called.
        }
    }

    private void createNamespaces() {
        if (catalog.catalog() instanceof SupportsNamespaces namespaces) {
            List<String> levels = plan.table().namespace();
            for (int depth = 1; depth <= levels.size(); depth++) {
                Namespace namespace = namespace(levels.subList(0, depth));
                if (!namespaces.namespaceExists(namespace)) {
                    try {
                        namespaces.createNamespace(namespace);
                    } catch (AlreadyExistsException e) {
                        // Another job was faster.
                    }
                }
            }
        }
    }

    private static Namespace namespace(List<String> levels) {
        return Namespace.of(levels.toArray(new String[0]));
    }

    /** As {@link FlinkCatalog} reads {@code table$snapshots}. */
    private TableIdentifier identifier() {
        TableName name = plan.table();
        Namespace namespace = namespace(name.namespace());
        int metadata = name.name().indexOf('$');
        if (metadata > 0 && MetadataTableType.from(name.name().substring(metadata + 1)) != null) {
            List<String> levels = new ArrayList<>(name.namespace());
            levels.add(name.name().substring(0, metadata));
            return TableIdentifier.of(namespace(levels), name.name().substring(metadata + 1));
        }
        return TableIdentifier.of(namespace, name.name());
    }

    /** The path by which Iceberg's factory finds the table in this catalog. */
    ObjectPath path() {
        List<String> levels = plan.table().namespace();
        return new ObjectPath(levels.get(levels.size() - 1), plan.table().name());
    }
}
