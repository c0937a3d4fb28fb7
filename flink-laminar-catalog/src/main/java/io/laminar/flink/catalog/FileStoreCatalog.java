// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import java.util.List;
import java.util.Map;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.CatalogFunction;
import org.apache.flink.table.catalog.GenericInMemoryCatalog;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.catalog.exceptions.DatabaseAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotEmptyException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.FunctionAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.FunctionNotExistException;
import org.apache.flink.table.catalog.exceptions.TableAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;

/**
 * Flink's catalog in memory, as the mirror of a folder: {@code db.properties} for each database,
 * and behind it {@code db/tables/t.properties} and {@code db/functions/f.properties}.
 *
 * <p>Every call looks whether the folder has changed, so several sessions may share it; of two that
 * change one table at one time, the last one wins. Statistics and partitions are not kept.
 *
 * <p>Thread-safe.
 */
final class FileStoreCatalog extends ForwardingCatalog {

    private final String defaultDatabase;
    private final StoreFolder root;
    private final Mirror mirror;

    FileStoreCatalog(String name, String defaultDatabase, Path folder) {
        this(
                new GenericInMemoryCatalog(name, defaultDatabase),
                defaultDatabase,
                new StoreFolder(folder));
    }

    private FileStoreCatalog(
            GenericInMemoryCatalog memory, String defaultDatabase, StoreFolder root) {
        super(memory);
        this.defaultDatabase = defaultDatabase;
        this.root = root;
        this.mirror = new Mirror(memory, root);
    }

    /** The default database is there from the beginning. */
    @Override
    public synchronized void open() {
        super.open();
        if (!root.list().containsKey(defaultDatabase)) {
            root.write(defaultDatabase, Map.of());
        }
        mirror.refresh();
    }

    @Override
    public synchronized List<String> listDatabases() {
        mirror.refresh();
        return super.listDatabases();
    }

    @Override
    public synchronized CatalogDatabase getDatabase(String name) throws DatabaseNotExistException {
        mirror.refresh();
        return super.getDatabase(name);
    }

    @Override
    public synchronized boolean databaseExists(String name) {
        mirror.refresh();
        return super.databaseExists(name);
    }

    @Override
    public synchronized void createDatabase(String name, CatalogDatabase database, boolean ignore)
            throws DatabaseAlreadyExistException {
        if (ignore && databaseExists(name)) {
            return;
        }
        mirror.refresh();
        super.createDatabase(name, database, false);
        store(() -> root.write(name, StoredObjects.properties(database)));
    }

    @Override
    public synchronized void dropDatabase(String name, boolean ignore, boolean cascade)
            throws DatabaseNotExistException, DatabaseNotEmptyException {
        mirror.refresh();
        super.dropDatabase(name, ignore, cascade);
        store(
                () -> {
                    root.delete(name);
                    root.child(name).delete();
                });
    }

    @Override
    public synchronized void alterDatabase(String name, CatalogDatabase database, boolean ignore)
            throws DatabaseNotExistException {
        if (ignore && !databaseExists(name)) {
            return;
        }
        mirror.refresh();
        super.alterDatabase(name, database, false);
        store(() -> root.write(name, StoredObjects.properties(database)));
    }

    @Override
    public synchronized List<String> listTables(String name) throws DatabaseNotExistException {
        mirror.refresh();
        return super.listTables(name);
    }

    @Override
    public synchronized List<String> listViews(String name) throws DatabaseNotExistException {
        mirror.refresh();
        return super.listViews(name);
    }

    @Override
    public synchronized CatalogBaseTable getTable(ObjectPath path) throws TableNotExistException {
        mirror.refresh();
        return super.getTable(path);
    }

    @Override
    public synchronized boolean tableExists(ObjectPath path) {
        mirror.refresh();
        return super.tableExists(path);
    }

    @Override
    public synchronized void createTable(ObjectPath path, CatalogBaseTable table, boolean ignore)
            throws TableAlreadyExistException, DatabaseNotExistException {
        if (ignore && tableExists(path)) {
            return;
        }
        mirror.refresh();
        Map<String, String> properties = StoredObjects.properties(table);
        super.createTable(path, table, false);
        store(() -> mirror.tables(path.getDatabaseName()).write(path.getObjectName(), properties));
    }

    @Override
    public synchronized void alterTable(ObjectPath path, CatalogBaseTable table, boolean ignore)
            throws TableNotExistException {
        if (ignore && !tableExists(path)) {
            return;
        }
        mirror.refresh();
        Map<String, String> properties = StoredObjects.properties(table);
        super.alterTable(path, table, false);
        store(() -> mirror.tables(path.getDatabaseName()).write(path.getObjectName(), properties));
    }

    @Override
    public void alterTable(
            ObjectPath path, CatalogBaseTable table, List<TableChange> changes, boolean ignore)
            throws TableNotExistException {
        alterTable(path, table, ignore);
    }

    @Override
    public synchronized void renameTable(ObjectPath path, String newName, boolean ignore)
            throws TableNotExistException, TableAlreadyExistException {
        if (ignore && !tableExists(path)) {
            return;
        }
        mirror.refresh();
        super.renameTable(path, newName, false);
        StoreFolder tables = mirror.tables(path.getDatabaseName());
        store(
                () -> {
                    tables.write(newName, tables.read(path.getObjectName()).orElseThrow());
                    tables.delete(path.getObjectName());
                });
    }

    @Override
    public synchronized void dropTable(ObjectPath path, boolean ignore)
            throws TableNotExistException {
        mirror.refresh();
        super.dropTable(path, ignore);
        store(() -> mirror.tables(path.getDatabaseName()).delete(path.getObjectName()));
    }

    @Override
    public synchronized List<String> listFunctions(String name) throws DatabaseNotExistException {
        mirror.refresh();
        return super.listFunctions(name);
    }

    @Override
    public synchronized CatalogFunction getFunction(ObjectPath path)
            throws FunctionNotExistException {
        mirror.refresh();
        return super.getFunction(path);
    }

    @Override
    public synchronized boolean functionExists(ObjectPath path) {
        mirror.refresh();
        return super.functionExists(path);
    }

    @Override
    public synchronized void createFunction(
            ObjectPath path, CatalogFunction function, boolean ignore)
            throws FunctionAlreadyExistException, DatabaseNotExistException {
        if (ignore && functionExists(path)) {
            return;
        }
        mirror.refresh();
        super.createFunction(path, function, false);
        writeFunction(path, function);
    }

    @Override
    public synchronized void alterFunction(
            ObjectPath path, CatalogFunction function, boolean ignore)
            throws FunctionNotExistException {
        if (ignore && !functionExists(path)) {
            return;
        }
        mirror.refresh();
        super.alterFunction(path, function, false);
        writeFunction(path, function);
    }

    private void writeFunction(ObjectPath path, CatalogFunction function) {
        store(
                () ->
                        mirror.functions(path.getDatabaseName())
                                .write(path.getObjectName(), StoredObjects.properties(function)));
    }

    @Override
    public synchronized void dropFunction(ObjectPath path, boolean ignore)
            throws FunctionNotExistException {
        mirror.refresh();
        super.dropFunction(path, ignore);
        store(() -> mirror.functions(path.getDatabaseName()).delete(path.getObjectName()));
    }

    /** Changes the folder as the memory was changed; if that fails, the memory goes back. */
    private void store(Runnable change) {
        try {
            change.run();
        } catch (RuntimeException e) {
            mirror.forget();
            throw e;
        }
    }
}
