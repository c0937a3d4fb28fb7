// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import io.laminar.flink.postgres.copy.ColumnEncoders;
import io.laminar.flink.postgres.copy.PostgresType;
import io.laminar.flink.postgres.error.PostgresErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** The table that rows go to, as the server describes it in its catalog. */
@Internal
public final class TargetTable {

    /** A domain is read as the type it stands for: that is how COPY in binary form receives it. */
    private static final String COLUMNS =
            """
            SELECT a.attname,
                   CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END,
                   format_type(a.atttypid, a.atttypmod),
                   CASE t.typtype WHEN 'd' THEN t.typtypmod ELSE a.atttypmod END,
                   a.attnotnull AND NOT a.atthasdef AND a.attidentity = '',
                   a.attgenerated <> '' OR a.attidentity = 'a'
            FROM pg_attribute a
            JOIN pg_type t ON t.oid = a.atttypid
            JOIN pg_class c ON c.oid = a.attrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
              AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum""";

    private static final int NUMERIC_TYPMOD_HEADER = 4;
    private static final int NUMERIC_SCALE_BITS = 0x7FF;

    /**
     * A column of the target.
     *
     * @param type empty if the sink can't write such a type
     * @param sqlType as {@code \d} shows it
     * @param scale digits after the point that a numeric column is cut to, or -1
     * @param isRequired whether a row without it is refused
     * @param isGenerated whether the server alone gives it its value
     */
    record Column(
            Optional<PostgresType> type,
            String sqlType,
            int scale,
            boolean isRequired,
            boolean isGenerated) {}

    private final TableName name;
    private final Map<String, Column> columns;

    private TargetTable(TableName name, Map<String, Column> columns) {
        this.name = name;
        this.columns = columns;
    }

    /** Reads the table's columns; a table that does not exist has none. */
    public static TargetTable read(Connection connection, TableName name) throws SQLException {
        Map<String, Column> columns = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, name.schema());
            statement.setString(2, name.table());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    Optional<PostgresType> type = PostgresType.ofOid(result.getLong(2));
                    columns.put(
                            result.getString(1),
                            new Column(
                                    type,
                                    result.getString(3),
                                    type.equals(Optional.of(PostgresType.NUMERIC))
                                            ? numericScale(result.getInt(4))
                                            : -1,
                                    result.getBoolean(5),
                                    result.getBoolean(6)));
                }
            }
        }
        return new TargetTable(name, columns);
    }

    /** The scale stands in the low eleven bits, signed since PostgreSQL 15 (numeric.c). */
    private static int numericScale(int typmod) {
        if (typmod < NUMERIC_TYPMOD_HEADER) {
            return -1;
        }
        int bits = (typmod - NUMERIC_TYPMOD_HEADER) & NUMERIC_SCALE_BITS;
        return Math.max(0, (bits ^ 1024) - 1024);
    }

    /** All that keeps rows of this type from being written, each a full sentence; empty if none. */
    public List<String> findings(RowType rowType) {
        if (columns.isEmpty()) {
            return List.of(PostgresErrors.tableMissing(name.sql()));
        }
        List<String> findings = new ArrayList<>();
        for (RowType.RowField field : rowType.getFields()) {
            Column column = columns.get(field.getName());
            if (column == null) {
                findings.add(PostgresErrors.columnMissing(field.getName(), columns.keySet()));
            } else if (column.isGenerated()) {
                findings.add(PostgresErrors.columnGenerated(field.getName()));
            } else {
                typeFinding(field.getName(), field.getType(), column).ifPresent(findings::add);
            }
        }
        columns.forEach(
                (columnName, column) -> {
                    if (column.isRequired() && !rowType.getFieldNames().contains(columnName)) {
                        findings.add(PostgresErrors.columnRequired(columnName));
                    }
                });
        return findings;
    }

    private static Optional<String> typeFinding(String name, LogicalType type, Column column) {
        var fitting = ColumnEncoders.fitting(type);
        if (column.type().isEmpty() || !fitting.contains(column.type().get())) {
            return Optional.of(PostgresErrors.typeMismatch(name, type, column.sqlType(), fitting));
        }
        if (type instanceof DecimalType decimal
                && column.scale() >= 0
                && decimal.getScale() > column.scale()) {
            return Optional.of(PostgresErrors.scaleLost(name, decimal, column.sqlType()));
        }
        return Optional.empty();
    }

    /** The types of the columns that the row's fields go to; {@link #findings} must be empty. */
    public List<PostgresType> types(RowType rowType) {
        return rowType.getFieldNames().stream()
                .map(field -> Objects.requireNonNull(columns.get(field)).type().orElseThrow())
                .toList();
    }
}
