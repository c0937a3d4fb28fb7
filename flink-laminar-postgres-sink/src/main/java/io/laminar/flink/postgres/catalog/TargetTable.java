// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import io.laminar.flink.postgres.copy.ColumnType;
import io.laminar.flink.postgres.copy.TypeErrors;
import io.laminar.flink.postgres.copy.TypeMapping;
import io.laminar.flink.sdk.postgres.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/** The table that rows go to, as the server describes it in its catalog. */
@Internal
public final class TargetTable {

    private static final String COLUMNS =
            """
            SELECT a.attname,
                   a.atttypid,
                   a.atttypmod,
                   format_type(a.atttypid, a.atttypmod),
                   (a.attnotnull OR t.typnotnull) AND t.typdefault IS NULL
                       AND NOT a.atthasdef AND a.attidentity = '',
                   a.attgenerated <> '' OR a.attidentity = 'a',
                   CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) END,
                   CASE c.relkind WHEN 'r' THEN NULL WHEN 'p' THEN NULL WHEN 'v' THEN 'a view'
                       WHEN 'm' THEN 'a materialized view' WHEN 'f' THEN 'a foreign table'
                       ELSE 'no table' END
            FROM pg_attribute a
            JOIN pg_type t ON t.oid = a.atttypid
            JOIN pg_class c ON c.oid = a.attrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ?
              AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum""";

    /**
     * A column of the target.
     *
     * @param isRequired whether a row without it is refused
     * @param isGenerated whether the server alone gives it its value
     * @param domainBase what its domain stands for, if it is of one
     */
    record Column(
            ColumnType type,
            boolean isRequired,
            boolean isGenerated,
            @Nullable String domainBase) {}

    /** A row of {@code pg_attribute}. */
    private record Attribute(
            String name,
            long type,
            int modifier,
            String sqlType,
            boolean isRequired,
            boolean isGenerated,
            @Nullable String domainBase) {

        static Attribute read(ResultSet result) throws SQLException {
            return new Attribute(
                    result.getString(1),
                    result.getLong(2),
                    result.getInt(3),
                    result.getString(4),
                    result.getBoolean(5),
                    result.getBoolean(6),
                    result.getString(7));
        }

        Column column(ColumnTypes types) {
            return new Column(
                    types.type(type, modifier, sqlType), isRequired, isGenerated, domainBase);
        }
    }

    private final TableName name;
    private final @Nullable String otherKind;
    private final Map<String, Column> columns;

    private TargetTable(TableName name, @Nullable String otherKind, Map<String, Column> columns) {
        this.name = name;
        this.otherKind = otherKind;
        this.columns = columns;
    }

    /** Reads the table's columns; a table that does not exist has none. */
    public static TargetTable read(Connection connection, TableName name) throws SQLException {
        List<Attribute> attributes = new ArrayList<>();
        String otherKind = null;
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, name.schema());
            statement.setString(2, name.table());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    attributes.add(Attribute.read(result));
                    otherKind = result.getString(8);
                }
            }
        }
        // After the columns: those that another subtask adds meanwhile have more types, not fewer.
        ColumnTypes types = ColumnTypes.read(connection, name);
        Map<String, Column> columns = new LinkedHashMap<>();
        for (Attribute attribute : attributes) {
            columns.put(attribute.name(), attribute.column(types));
        }
        return new TargetTable(name, otherKind, columns);
    }

    /** Whether there is something of this name. */
    public boolean exists() {
        return !columns.isEmpty();
    }

    /** Whether it is a table, and no view or the like. */
    public boolean isTable() {
        return exists() && otherKind == null;
    }

    /** Whether it has all of these columns. */
    public boolean holds(List<String> names) {
        return columns.keySet().containsAll(names);
    }

    /** The fields that it has no column for. */
    List<RowType.RowField> missing(RowType rowType) {
        return rowType.getFields().stream()
                .filter(field -> !columns.containsKey(field.getName()))
                .toList();
    }

    /** All that keeps rows of this type from being written, each a full sentence; empty if none. */
    public List<String> findings(RowType rowType) {
        if (columns.isEmpty()) {
            return List.of(TableErrors.tableMissing(name.sql()));
        }
        if (otherKind != null) {
            return List.of(TableErrors.targetIsNoTable(name.sql(), otherKind));
        }
        List<String> findings = new ArrayList<>();
        for (RowType.RowField field : rowType.getFields()) {
            Column column = columns.get(field.getName());
            if (column == null) {
                findings.add(TypeErrors.columnMissing(field.getName(), columns.keySet()));
            } else if (column.isGenerated()) {
                findings.add(TableErrors.columnGenerated(field.getName()));
            } else {
                findings.addAll(
                        TypeMapping.findings(field.getName(), field.getType(), column.type()));
            }
        }
        columns.forEach(
                (columnName, column) -> {
                    if (column.isRequired() && !rowType.getFieldNames().contains(columnName)) {
                        findings.add(TableErrors.columnRequired(columnName));
                    }
                });
        return findings;
    }

    /** The types of the columns that the row's fields go to; {@link #findings} must be empty. */
    public List<ColumnType> types(RowType rowType) {
        return rowType.getFieldNames().stream()
                .map(field -> Objects.requireNonNull(columns.get(field)).type())
                .toList();
    }

    /** Those of its columns that are of a domain, and the type that it stands for. */
    public Map<String, String> domainBases() {
        Map<String, String> bases = new HashMap<>();
        columns.forEach(
                (column, definition) -> {
                    if (definition.domainBase() != null) {
                        bases.put(column, definition.domainBase());
                    }
                });
        return bases;
    }
}
