// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import io.laminar.flink.mapping.iceberg.IcebergOptions.SchemaEvolution;
import io.laminar.flink.sdk.option.OptionReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** The columns of a DDL held against those of a table. */
final class TableColumns {

    private final TablePlan plan;
    private final Schema schema;

    TableColumns(TablePlan plan, Table table) {
        this.plan = plan;
        this.schema = table.schema();
    }

    /** Notes what keeps the DDL's columns from being read from the table. */
    void checkRead(OptionReader problems) {
        for (Column column : plan.schema().getColumns()) {
            Types.NestedField field = schema.findField(column.getName());
            if (field == null) {
                problems.problem(IcebergErrors.missingColumn(plan.table(), column.getName(), ""));
            } else {
                checkType(column, field, problems);
            }
        }
    }

    /** Notes what keeps rows of the DDL's columns from being written to the table. */
    void checkWrite(OptionReader problems) {
        List<String> present = new ArrayList<>();
        for (Column column : plan.schema().getColumns()) {
            Types.NestedField field = schema.findField(column.getName());
            if (field == null) {
                checkMissing(column, problems);
                continue;
            }
            present.add(column.getName());
            checkType(column, field, problems);
            if (field.isRequired() && isNullable(column)) {
                problems.problem(IcebergErrors.nullable(plan.table(), column.getName()));
            }
        }
        List<String> absent = new ArrayList<>();
        List<String> order = new ArrayList<>();
        for (Types.NestedField field : schema.columns()) {
            if (present.contains(field.name())) {
                order.add(field.name());
            } else {
                absent.add(field.name());
            }
        }
        if (!absent.isEmpty()) {
            problems.problem(IcebergErrors.columnsOfTableOnly(plan.table(), absent));
        }
        if (!order.equals(present)) {
            problems.problem(IcebergErrors.otherOrder(plan.table(), order));
        }
    }

    private void checkMissing(Column column, OptionReader problems) {
        String name = column.getName();
        if (plan.evolution() == SchemaEvolution.NONE) {
            problems.problem(
                    IcebergErrors.missingColumn(
                            plan.table(),
                            name,
                            "; 'schema.evolution' = 'add_columns' would add it"));
        } else if (!isNullable(column)) {
            problems.problem(
                    IcebergErrors.missingColumn(
                            plan.table(),
                            name,
                            ", and it can't be added: it is NOT NULL, which the rows in the table"
                                    + " could not be"));
        }
    }

    private static boolean isNullable(Column column) {
        return column.getDataType().getLogicalType().isNullable();
    }

    private void checkType(Column column, Types.NestedField field, OptionReader problems) {
        String is = text(FlinkSchemaUtil.convert(field.type()));
        LogicalType declared = column.getDataType().getLogicalType();
        // There and back: Iceberg has fewer types, TIMESTAMP(3) is one of microseconds there.
        String wanted = text(FlinkSchemaUtil.convert(FlinkSchemaUtil.convert(declared)));
        if (!is.equals(wanted)) {
            problems.problem(
                    IcebergErrors.otherType(plan.table(), column.getName(), is, text(declared)));
        }
    }

    /** Nullability of nested fields is Iceberg's own affair. */
    private static String text(LogicalType type) {
        return type.asSummaryString().replace(" NOT NULL", "");
    }

    /** Columns of the DDL that the table lacks. */
    boolean isMissingSome() {
        return plan.schema().getColumns().stream()
                .anyMatch(column -> schema.findField(column.getName()) == null);
    }

    /** Adds them, each where the DDL has it. */
    void addMissing(Table table) {
        UpdateSchema update = table.updateSchema();
        @Nullable String before = null;
        for (Column column : plan.schema().getColumns()) {
            String name = column.getName();
            if (schema.findField(name) == null) {
                update.addColumn(
                        name, FlinkSchemaUtil.convert(column.getDataType().getLogicalType()));
                if (before == null) {
                    update.moveFirst(name);
                } else {
                    update.moveAfter(name, before);
                }
            }
            before = name;
        }
        update.commit();
    }
}
