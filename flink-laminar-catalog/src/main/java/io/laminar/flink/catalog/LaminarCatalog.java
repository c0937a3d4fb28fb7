// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.TableAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.table.factories.Factory;

/**
 * A catalog in front of another one, which keeps everything: the plain names of connectors mean
 * ours, a table without columns gets those of its upstream table, and secrets are shown as
 * references that only this catalog's tables can resolve.
 *
 * <p>Threads: as the one that keeps everything.
 */
@Internal
public final class LaminarCatalog extends ForwardingCatalog {

    private final String name;
    private final SchemaCompletion completion;
    private final SecretReferences secrets;
    private final ClassLoader classLoader;

    LaminarCatalog(
            String name, Catalog storage, SchemaCompletion completion, ClassLoader classLoader) {
        super(storage);
        this.name = name;
        this.completion = completion;
        this.classLoader = classLoader;
        this.secrets = new SecretReferences(this::keptOptions);
    }

    @Override
    public void open() {
        super.open();
        SessionCatalogs.add(classLoader, name, this);
    }

    @Override
    public void close() {
        SessionCatalogs.remove(classLoader, name, this);
        super.close();
    }

    /**
     * Ours for the names that are ours; else the one of the catalog behind, or what Flink finds.
     */
    @Override
    public Optional<Factory> getFactory() {
        return Optional.of(connectors());
    }

    NamedConnectors connectors() {
        return new NamedConnectors(secrets, super.getFactory());
    }

    @Override
    public CatalogBaseTable getTable(ObjectPath path) throws TableNotExistException {
        return show(path, super.getTable(path));
    }

    @Override
    public CatalogBaseTable getTable(ObjectPath path, long timestamp)
            throws TableNotExistException {
        return show(path, super.getTable(path, timestamp));
    }

    private CatalogBaseTable show(ObjectPath path, CatalogBaseTable kept) {
        if (!(kept instanceof CatalogTable table)) {
            return kept;
        }
        // Flink resolves it again, with the clause.
        CatalogTable origin =
                table instanceof ResolvedCatalogTable resolved ? resolved.getOrigin() : table;
        return secrets.hide(
                path,
                WatermarkOptions.read(identifier(path).asSummaryString(), origin.getOptions())
                        .toClause(origin));
    }

    @Override
    public void createTable(ObjectPath path, CatalogBaseTable table, boolean ignoreIfExists)
            throws TableAlreadyExistException, DatabaseNotExistException {
        if (ignoreIfExists && tableExists(path)) {
            // Nobody upstream need be asked.
            return;
        }
        CatalogBaseTable revealed = secrets.reveal(table);
        super.createTable(
                path,
                revealed instanceof ResolvedCatalogTable resolved
                        ? completion.complete(identifier(path), resolved)
                        : revealed,
                ignoreIfExists);
    }

    @Override
    public void alterTable(ObjectPath path, CatalogBaseTable table, boolean ignoreIfNotExists)
            throws TableNotExistException {
        super.alterTable(path, secrets.reveal(table), ignoreIfNotExists);
    }

    @Override
    public void alterTable(
            ObjectPath path,
            CatalogBaseTable table,
            List<TableChange> changes,
            boolean ignoreIfNotExists)
            throws TableNotExistException {
        super.alterTable(path, secrets.reveal(table), changes, ignoreIfNotExists);
    }

    private ObjectIdentifier identifier(ObjectPath path) {
        return ObjectIdentifier.of(name, path.getDatabaseName(), path.getObjectName());
    }

    private Optional<Map<String, String>> keptOptions(ObjectPath path) {
        try {
            return Optional.of(super.getTable(path))
                    .filter(CatalogTable.class::isInstance)
                    .map(CatalogBaseTable::getOptions);
        } catch (TableNotExistException e) {
            return Optional.empty();
        }
    }
}
