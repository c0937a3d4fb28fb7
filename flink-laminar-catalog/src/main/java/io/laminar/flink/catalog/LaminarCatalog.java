// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogFunction;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.catalog.TemporaryOperationListener;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.TableAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.table.factories.Factory;

/**
 * A catalog in front of another one, which keeps everything: the plain names of connectors become
 * those of ours, a table without columns gets those of its upstream table, and secrets are shown as
 * references that only this catalog's tables can resolve.
 *
 * <p>Threads: as the one that keeps everything.
 */
@Internal
public final class LaminarCatalog extends ForwardingCatalog implements TemporaryOperationListener {

    private final String name;
    private final SchemaCompletion completion;
    private final SecretReferences secrets;

    LaminarCatalog(String name, Catalog storage, SchemaCompletion completion) {
        super(storage);
        this.name = name;
        this.completion = completion;
        this.secrets = new SecretReferences(name, this::keptOptions);
    }

    /** Ours, which hands on to that of the catalog behind or to what Flink finds. */
    @Override
    public Optional<Factory> getFactory() {
        return Optional.of(new KeptTableFactory(secrets, super.getFactory()));
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
        return kept instanceof CatalogTable table
                ? secrets.hide(path, withWatermark(path, table))
                : kept;
    }

    /** Unresolved: Flink resolves it again, with the clause. */
    private CatalogTable withWatermark(ObjectPath path, CatalogTable table) {
        CatalogTable origin =
                table instanceof ResolvedCatalogTable resolved ? resolved.getOrigin() : table;
        return WatermarkOptions.read(identifier(path).asSummaryString(), origin.getOptions())
                .toClause(origin);
    }

    @Override
    public void createTable(ObjectPath path, CatalogBaseTable table, boolean ignoreIfExists)
            throws TableAlreadyExistException, DatabaseNotExistException {
        if (ignoreIfExists && tableExists(path)) {
            // Nobody upstream need be asked.
            return;
        }
        super.createTable(path, complete(path, toKeep(table)), ignoreIfExists);
    }

    @Override
    public void alterTable(ObjectPath path, CatalogBaseTable table, boolean ignoreIfNotExists)
            throws TableNotExistException {
        super.alterTable(path, toKeep(table), ignoreIfNotExists);
    }

    @Override
    public void alterTable(
            ObjectPath path,
            CatalogBaseTable table,
            List<TableChange> changes,
            boolean ignoreIfNotExists)
            throws TableNotExistException {
        super.alterTable(path, toKeep(table), changes, ignoreIfNotExists);
    }

    private CatalogBaseTable toKeep(CatalogBaseTable written) {
        return written instanceof CatalogTable table
                ? table.copy(ConnectorNames.spellOut(secrets.reveal(table.getOptions())))
                : written;
    }

    private CatalogBaseTable complete(ObjectPath path, CatalogBaseTable table) {
        return table instanceof ResolvedCatalogTable resolved
                ? completion.complete(identifier(path), resolved)
                : table;
    }

    /**
     * Completes the table as one that is kept. Flink itself makes and shows it, so that a secret
     * would be seen.
     */
    @Override
    public CatalogBaseTable onCreateTemporaryTable(ObjectPath path, CatalogBaseTable written) {
        if (!(written instanceof CatalogTable table)) {
            return written;
        }
        SecretReferences.refuse(table.getOptions());
        CatalogBaseTable completed =
                complete(path, table.copy(ConnectorNames.spellOut(table.getOptions())));
        return withWatermark(path, (CatalogTable) completed);
    }

    @Override
    public void onDropTemporaryTable(ObjectPath path) {}

    @Override
    public CatalogFunction onCreateTemporaryFunction(ObjectPath path, CatalogFunction function) {
        return function;
    }

    @Override
    public void onDropTemporaryFunction(ObjectPath path) {}

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
