// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import io.laminar.flink.sdk.option.OptionReader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.FlinkSchemaUtil;

/** Whether and how a table can take the rows of a statement. */
final class TableWrite {

    private final TablePlan plan;

    TableWrite(TablePlan plan) {
        this.plan = plan;
    }

    /**
     * Looks only.
     *
     * @throws org.apache.flink.table.api.ValidationException with all that keeps the statement from
     *     being run
     */
    void check(LakeCatalog catalog) {
        OptionReader problems = new OptionReader(IcebergMapping.CONNECTOR, Map.of());
        if (plan.isUpsert() && plan.key().isEmpty()) {
            problems.problem(IcebergErrors.NO_KEY);
        }
        Optional<Table> table = catalog.table();
        if (table.isPresent()) {
            checkTable(table.get(), problems);
        } else if (plan.isCreated()) {
            checkPartitioning(problems);
        } else {
            problems.problem(IcebergErrors.noTableToWrite(plan.table()));
        }
        problems.throwProblems();
    }

    private void checkTable(Table table, OptionReader problems) {
        new TableColumns(plan, table).checkWrite(problems);
        PartitionBy is = PartitionBy.of(table.spec());
        plan.partitioning()
                .filter(wanted -> !wanted.equals(is))
                .ifPresent(
                        wanted ->
                                problems.problem(
                                        IcebergErrors.partitionedOtherwise(
                                                plan.table(), is.toString(), wanted.toString())));
        if (plan.isUpsert() && !plan.key().isEmpty()) {
            checkUpsert(table, is, problems);
        }
    }

    private void checkUpsert(Table table, PartitionBy partitioning, OptionReader problems) {
        if (!table.schema().identifierFieldNames().equals(new HashSet<>(plan.key()))) {
            problems.problem(
                    IcebergErrors.otherKey(
                            plan.table(), table.schema().identifierFieldNames(), plan.key()));
        }
        if (table instanceof BaseTable base && base.operations().current().formatVersion() < 2) {
            problems.problem(IcebergErrors.oldFormat(plan.table()));
        }
        checkPartitionsInKey(partitioning, problems);
    }

    private void checkPartitioning(OptionReader problems) {
        PartitionBy partitioning = plan.partitioning().orElse(null);
        if (partitioning == null) {
            return;
        }
        try {
            partitioning.spec(FlinkSchemaUtil.convert(plan.schema()));
        } catch (RuntimeException e) {
            problems.problem(
                    IcebergErrors.partitioningDoesNotFit(
                            partitioning.toString(), IcebergErrors.reason(e)));
            return;
        }
        if (plan.isUpsert() && !plan.key().isEmpty()) {
            checkPartitionsInKey(partitioning, problems);
        }
    }

    private void checkPartitionsInKey(PartitionBy partitioning, OptionReader problems) {
        List<String> key = plan.key();
        partitioning.fields().stream()
                .map(PartitionBy.Field::column)
                .filter(column -> !key.contains(column))
                .distinct()
                .forEach(
                        column ->
                                problems.problem(
                                        IcebergErrors.partitionOutsideKey(
                                                plan.table(), column, key)));
    }

    /** Makes the table, or adds the columns that it lacks; does nothing to one that fits. */
    void prepare() {
        LakeCatalog.use(
                plan,
                catalog -> {
                    Optional<Table> present = catalog.table();
                    if (present.isEmpty()) {
                        catalog.create();
                    } else {
                        TableColumns columns = new TableColumns(plan, present.get());
                        if (columns.isMissingSome()) {
                            columns.addMissing(present.get());
                        }
                    }
                    // Another job may have made it otherwise meanwhile.
                    check(catalog);
                    return catalog;
                });
    }
}
