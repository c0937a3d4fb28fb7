// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import io.laminar.flink.catalog.StoreFolder.Stamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotEmptyException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.util.function.ThrowingConsumer;

/**
 * Brings a catalog in memory to what a folder holds.
 *
 * <p>Not thread-safe.
 */
final class Mirror {

    private final Catalog memory;
    private final StoreFolder root;
    private final Map<String, Stamp> databases = new HashMap<>();
    private final Map<ObjectPath, Stamp> tables = new HashMap<>();
    private final Map<ObjectPath, Stamp> functions = new HashMap<>();

    Mirror(Catalog memory, StoreFolder root) {
        this.memory = memory;
        this.root = root;
    }

    StoreFolder tables(String database) {
        return root.child(database).child("tables");
    }

    StoreFolder functions(String database) {
        return root.child(database).child("functions");
    }

    /** Reads what has changed since the last time. */
    void refresh() {
        Map<String, Stamp> foundDatabases = root.list();
        Map<ObjectPath, Stamp> foundTables = new HashMap<>();
        Map<ObjectPath, Stamp> foundFunctions = new HashMap<>();
        for (String database : foundDatabases.keySet()) {
            tables(database)
                    .list()
                    .forEach(
                            (name, stamp) ->
                                    foundTables.put(new ObjectPath(database, name), stamp));
            functions(database)
                    .list()
                    .forEach(
                            (name, stamp) ->
                                    foundFunctions.put(new ObjectPath(database, name), stamp));
        }
        try {
            drop(tables, foundTables, path -> memory.dropTable(path, true));
            drop(functions, foundFunctions, path -> memory.dropFunction(path, true));
            drop(databases, foundDatabases, name -> memory.dropDatabase(name, true, true));
            load(databases, foundDatabases, this::loadDatabase);
            load(tables, foundTables, this::loadTable);
            load(functions, foundFunctions, this::loadFunction);
        } catch (CatalogException e) {
            throw e;
        } catch (Exception e) {
            // Checked ones say what can't be: that a table is there which was dropped just now.
            throw new CatalogException(CatalogErrors.storeFails(root.folder().toString()), e);
        }
    }

    private static <K> void drop(
            Map<K, Stamp> seen, Map<K, Stamp> found, ThrowingConsumer<K, Exception> drop)
            throws Exception {
        for (K key : List.copyOf(seen.keySet())) {
            if (!found.containsKey(key)) {
                drop.accept(key);
                seen.remove(key);
            }
        }
    }

    private static <K> void load(
            Map<K, Stamp> seen, Map<K, Stamp> found, ThrowingConsumer<K, Exception> load)
            throws Exception {
        for (Map.Entry<K, Stamp> file : found.entrySet()) {
            if (!file.getValue().equals(seen.get(file.getKey()))) {
                load.accept(file.getKey());
                seen.put(file.getKey(), file.getValue());
            }
        }
    }

    /** Lets the next {@link #refresh} read everything. */
    void forget() {
        databases.clear();
        tables.clear();
        functions.clear();
        try {
            for (String name : memory.listDatabases()) {
                memory.dropDatabase(name, true, /* cascade= */ true);
            }
        } catch (DatabaseNotExistException | DatabaseNotEmptyException e) {
            throw new IllegalStateException("A database in memory can't be dropped", e);
        }
    }

    private void loadDatabase(String name) throws Exception {
        Optional<Map<String, String>> properties = root.read(name);
        if (properties.isPresent()) {
            CatalogDatabase database = StoredObjects.database(properties.get());
            if (memory.databaseExists(name)) {
                memory.alterDatabase(name, database, false);
            } else {
                memory.createDatabase(name, database, false);
            }
        }
    }

    private void loadTable(ObjectPath path) throws Exception {
        memory.dropTable(path, true);
        Optional<Map<String, String>> properties =
                tables(path.getDatabaseName()).read(path.getObjectName());
        if (properties.isPresent()) {
            memory.createTable(path, StoredObjects.table(properties.get()), false);
        }
    }

    private void loadFunction(ObjectPath path) throws Exception {
        memory.dropFunction(path, true);
        Optional<Map<String, String>> properties =
                functions(path.getDatabaseName()).read(path.getObjectName());
        if (properties.isPresent()) {
            memory.createFunction(path, StoredObjects.function(properties.get()), false);
        }
    }
}
