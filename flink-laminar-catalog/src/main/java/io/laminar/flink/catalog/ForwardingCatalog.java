// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import java.util.List;
import java.util.Optional;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.CatalogFunction;
import org.apache.flink.table.catalog.CatalogPartition;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.catalog.exceptions.DatabaseAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotEmptyException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.FunctionAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.FunctionNotExistException;
import org.apache.flink.table.catalog.exceptions.PartitionAlreadyExistsException;
import org.apache.flink.table.catalog.exceptions.PartitionNotExistException;
import org.apache.flink.table.catalog.exceptions.PartitionSpecInvalidException;
import org.apache.flink.table.catalog.exceptions.ProcedureNotExistException;
import org.apache.flink.table.catalog.exceptions.TableAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.table.catalog.exceptions.TableNotPartitionedException;
import org.apache.flink.table.catalog.exceptions.TablePartitionedException;
import org.apache.flink.table.catalog.stats.CatalogColumnStatistics;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;
import org.apache.flink.table.expressions.Expression;
import org.apache.flink.table.factories.Factory;
import org.apache.flink.table.factories.FunctionDefinitionFactory;
import org.apache.flink.table.procedures.Procedure;

/** Hands every call on to another catalog. */
abstract class ForwardingCatalog implements Catalog {

    private final Catalog storage;

    ForwardingCatalog(Catalog storage) {
        this.storage = storage;
    }

    @Override
    public Optional<Factory> getFactory() {
        return storage.getFactory();
    }

    @Override
    public Optional<FunctionDefinitionFactory> getFunctionDefinitionFactory() {
        return storage.getFunctionDefinitionFactory();
    }

    @Override
    public void open() {
        storage.open();
    }

    @Override
    public void close() {
        storage.close();
    }

    @Override
    public String getDefaultDatabase() {
        return storage.getDefaultDatabase();
    }

    @Override
    public List<String> listDatabases() {
        return storage.listDatabases();
    }

    @Override
    public CatalogDatabase getDatabase(String name) throws DatabaseNotExistException {
        return storage.getDatabase(name);
    }

    @Override
    public boolean databaseExists(String name) {
        return storage.databaseExists(name);
    }

    @Override
    public void createDatabase(String name, CatalogDatabase database, boolean ignore)
            throws DatabaseAlreadyExistException {
        storage.createDatabase(name, database, ignore);
    }

    @Override
    public void dropDatabase(String name, boolean ignore)
            throws DatabaseNotExistException, DatabaseNotEmptyException {
        storage.dropDatabase(name, ignore);
    }

    @Override
    public void dropDatabase(String name, boolean ignore, boolean cascade)
            throws DatabaseNotExistException, DatabaseNotEmptyException {
        storage.dropDatabase(name, ignore, cascade);
    }

    @Override
    public void alterDatabase(String name, CatalogDatabase database, boolean ignore)
            throws DatabaseNotExistException {
        storage.alterDatabase(name, database, ignore);
    }

    @Override
    public List<String> listTables(String name) throws DatabaseNotExistException {
        return storage.listTables(name);
    }

    @Override
    public List<String> listViews(String name) throws DatabaseNotExistException {
        return storage.listViews(name);
    }

    @Override
    public CatalogBaseTable getTable(ObjectPath path) throws TableNotExistException {
        return storage.getTable(path);
    }

    @Override
    public CatalogBaseTable getTable(ObjectPath path, long timestamp)
            throws TableNotExistException {
        return storage.getTable(path, timestamp);
    }

    @Override
    public boolean tableExists(ObjectPath path) {
        return storage.tableExists(path);
    }

    @Override
    public void dropTable(ObjectPath path, boolean ignore) throws TableNotExistException {
        storage.dropTable(path, ignore);
    }

    @Override
    public void renameTable(ObjectPath path, String newName, boolean ignore)
            throws TableNotExistException, TableAlreadyExistException {
        storage.renameTable(path, newName, ignore);
    }

    @Override
    public void createTable(ObjectPath path, CatalogBaseTable table, boolean ignore)
            throws TableAlreadyExistException, DatabaseNotExistException {
        storage.createTable(path, table, ignore);
    }

    @Override
    public void alterTable(ObjectPath path, CatalogBaseTable table, boolean ignore)
            throws TableNotExistException {
        storage.alterTable(path, table, ignore);
    }

    @Override
    public void alterTable(
            ObjectPath path, CatalogBaseTable table, List<TableChange> changes, boolean ignore)
            throws TableNotExistException {
        storage.alterTable(path, table, changes, ignore);
    }

    @Override
    public List<CatalogPartitionSpec> listPartitions(ObjectPath path)
            throws TableNotExistException, TableNotPartitionedException {
        return storage.listPartitions(path);
    }

    @Override
    public List<CatalogPartitionSpec> listPartitions(
            ObjectPath path, CatalogPartitionSpec partition)
            throws TableNotExistException,
                    TableNotPartitionedException,
                    PartitionSpecInvalidException {
        return storage.listPartitions(path, partition);
    }

    @Override
    public List<CatalogPartitionSpec> listPartitionsByFilter(
            ObjectPath path, List<Expression> filters)
            throws TableNotExistException, TableNotPartitionedException {
        return storage.listPartitionsByFilter(path, filters);
    }

    @Override
    public CatalogPartition getPartition(ObjectPath path, CatalogPartitionSpec partition)
            throws PartitionNotExistException {
        return storage.getPartition(path, partition);
    }

    @Override
    public boolean partitionExists(ObjectPath path, CatalogPartitionSpec partition) {
        return storage.partitionExists(path, partition);
    }

    @Override
    public void createPartition(
            ObjectPath path,
            CatalogPartitionSpec partition,
            CatalogPartition definition,
            boolean ignore)
            throws TableNotExistException,
                    TableNotPartitionedException,
                    PartitionSpecInvalidException,
                    PartitionAlreadyExistsException {
        storage.createPartition(path, partition, definition, ignore);
    }

    @Override
    public void dropPartition(ObjectPath path, CatalogPartitionSpec partition, boolean ignore)
            throws PartitionNotExistException {
        storage.dropPartition(path, partition, ignore);
    }

    @Override
    public void alterPartition(
            ObjectPath path,
            CatalogPartitionSpec partition,
            CatalogPartition definition,
            boolean ignore)
            throws PartitionNotExistException {
        storage.alterPartition(path, partition, definition, ignore);
    }

    @Override
    public List<String> listFunctions(String name) throws DatabaseNotExistException {
        return storage.listFunctions(name);
    }

    @Override
    public List<String> listProcedures(String name) throws DatabaseNotExistException {
        return storage.listProcedures(name);
    }

    @Override
    public CatalogFunction getFunction(ObjectPath path) throws FunctionNotExistException {
        return storage.getFunction(path);
    }

    @Override
    public Procedure getProcedure(ObjectPath path) throws ProcedureNotExistException {
        return storage.getProcedure(path);
    }

    @Override
    public boolean functionExists(ObjectPath path) {
        return storage.functionExists(path);
    }

    @Override
    public void createFunction(ObjectPath path, CatalogFunction function, boolean ignore)
            throws FunctionAlreadyExistException, DatabaseNotExistException {
        storage.createFunction(path, function, ignore);
    }

    @Override
    public void alterFunction(ObjectPath path, CatalogFunction function, boolean ignore)
            throws FunctionNotExistException {
        storage.alterFunction(path, function, ignore);
    }

    @Override
    public void dropFunction(ObjectPath path, boolean ignore) throws FunctionNotExistException {
        storage.dropFunction(path, ignore);
    }

    @Override
    public CatalogTableStatistics getTableStatistics(ObjectPath path)
            throws TableNotExistException {
        return storage.getTableStatistics(path);
    }

    @Override
    public CatalogColumnStatistics getTableColumnStatistics(ObjectPath path)
            throws TableNotExistException {
        return storage.getTableColumnStatistics(path);
    }

    @Override
    public CatalogTableStatistics getPartitionStatistics(
            ObjectPath path, CatalogPartitionSpec partition) throws PartitionNotExistException {
        return storage.getPartitionStatistics(path, partition);
    }

    @Override
    public List<CatalogTableStatistics> bulkGetPartitionStatistics(
            ObjectPath path, List<CatalogPartitionSpec> partitions)
            throws PartitionNotExistException {
        return storage.bulkGetPartitionStatistics(path, partitions);
    }

    @Override
    public CatalogColumnStatistics getPartitionColumnStatistics(
            ObjectPath path, CatalogPartitionSpec partition) throws PartitionNotExistException {
        return storage.getPartitionColumnStatistics(path, partition);
    }

    @Override
    public List<CatalogColumnStatistics> bulkGetPartitionColumnStatistics(
            ObjectPath path, List<CatalogPartitionSpec> partitions)
            throws PartitionNotExistException {
        return storage.bulkGetPartitionColumnStatistics(path, partitions);
    }

    @Override
    public void alterTableStatistics(
            ObjectPath path, CatalogTableStatistics statistics, boolean ignore)
            throws TableNotExistException {
        storage.alterTableStatistics(path, statistics, ignore);
    }

    @Override
    public void alterTableColumnStatistics(
            ObjectPath path, CatalogColumnStatistics statistics, boolean ignore)
            throws TableNotExistException, TablePartitionedException {
        storage.alterTableColumnStatistics(path, statistics, ignore);
    }

    @Override
    public void alterPartitionStatistics(
            ObjectPath path,
            CatalogPartitionSpec partition,
            CatalogTableStatistics statistics,
            boolean ignore)
            throws PartitionNotExistException {
        storage.alterPartitionStatistics(path, partition, statistics, ignore);
    }

    @Override
    public void alterPartitionColumnStatistics(
            ObjectPath path,
            CatalogPartitionSpec partition,
            CatalogColumnStatistics statistics,
            boolean ignore)
            throws PartitionNotExistException {
        storage.alterPartitionColumnStatistics(path, partition, statistics, ignore);
    }
}
