// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import io.laminar.flink.postgres.copy.ColumnType;
import io.laminar.flink.postgres.copy.PostgresType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The types that a table's columns are made of, read from {@code pg_type} in one query: those of
 * the columns, what their domains stand for, the elements of their arrays, and the fields of their
 * composite types, to any depth.
 */
final class ColumnTypes {

    /** An array is a type that its element names as its own: int2vector and the like are none. */
    private static final String TYPES =
            """
            WITH RECURSIVE used (oid) AS (
                SELECT a.atttypid
                FROM pg_attribute a
                JOIN pg_class c ON c.oid = a.attrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
              UNION
                SELECT part.oid
                FROM used
                JOIN pg_type t ON t.oid = used.oid
                CROSS JOIN LATERAL (
                    SELECT t.typbasetype WHERE t.typtype = 'd'
                  UNION ALL
                    SELECT e.oid FROM pg_type e WHERE e.oid = t.typelem AND e.typarray = t.oid
                  UNION ALL
                    SELECT a.atttypid FROM pg_attribute a
                    WHERE t.typtype = 'c' AND a.attrelid = t.typrelid
                      AND a.attnum > 0 AND NOT a.attisdropped
                ) part (oid)
            )
            SELECT t.oid, t.typname, t.typtype, t.typbasetype, t.typtypmod, coalesce(e.oid, 0),
                   a.attname, a.atttypid, a.atttypmod, format_type(a.atttypid, a.atttypmod)
            FROM used
            JOIN pg_type t ON t.oid = used.oid
            LEFT JOIN pg_type e ON e.oid = t.typelem AND e.typarray = t.oid
            LEFT JOIN pg_attribute a
                   ON t.typtype = 'c' AND a.attrelid = t.typrelid
                  AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY t.oid, a.attnum""";

    private static final String ENUM = "e";
    private static final String DOMAIN = "d";
    private static final String COMPOSITE = "c";

    /** A field of a composite type. */
    private record Attribute(String name, long type, int modifier, String sqlName) {}

    /** A row of {@code pg_type}; {@code element} is 0 if it is no array. */
    private record Entry(
            String name,
            String kind,
            long base,
            int baseModifier,
            long element,
            List<Attribute> attributes) {}

    private final Map<Long, Entry> entries;

    private ColumnTypes(Map<Long, Entry> entries) {
        this.entries = entries;
    }

    static ColumnTypes read(Connection connection, TableName table) throws SQLException {
        Map<Long, Entry> entries = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(TYPES)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    Entry entry = entries.get(result.getLong(1));
                    if (entry == null) {
                        entry = entry(result);
                        entries.put(result.getLong(1), entry);
                    }
                    String attribute = result.getString(7);
                    if (attribute != null) {
                        entry.attributes()
                                .add(
                                        new Attribute(
                                                attribute,
                                                result.getLong(8),
                                                result.getInt(9),
                                                result.getString(10)));
                    }
                }
            }
        }
        return new ColumnTypes(entries);
    }

    private static Entry entry(ResultSet result) throws SQLException {
        return new Entry(
                result.getString(2),
                result.getString(3),
                result.getLong(4),
                result.getInt(5),
                result.getLong(6),
                new ArrayList<>());
    }

    /**
     * The type of a column.
     *
     * @param modifier its {@code atttypmod}
     * @param sqlName what the user knows it by
     */
    ColumnType type(long oid, int modifier, String sqlName) {
        return resolve(oid, oid, modifier, sqlName);
    }

    /** A domain keeps its OID and name while it is resolved; its columns have no modifier. */
    private ColumnType resolve(long oid, long shownOid, int modifier, String sqlName) {
        Entry entry = Objects.requireNonNull(entries.get(oid), () -> "type " + oid);
        if (entry.kind().equals(DOMAIN)) {
            return resolve(entry.base(), shownOid, entry.baseModifier(), sqlName);
        }
        if (entry.element() != 0) {
            String element =
                    sqlName.endsWith("[]") ? sqlName.substring(0, sqlName.length() - 2) : sqlName;
            return new ColumnType.Array(
                    type(entry.element(), modifier, element), shownOid, sqlName);
        }
        if (entry.kind().equals(COMPOSITE)) {
            List<ColumnType.Composite.Field> fields =
                    entry.attributes().stream().map(this::field).toList();
            return new ColumnType.Composite(fields, shownOid, sqlName);
        }
        if (entry.kind().equals(ENUM)) {
            return new ColumnType.Scalar(PostgresType.ENUM, shownOid, modifier, sqlName);
        }
        // Extensions choose their schema and get any OID, so the name is what there is to go by.
        if (entry.name().equals(PostgresType.CITEXT.toString())) {
            return new ColumnType.Scalar(PostgresType.CITEXT, shownOid, modifier, sqlName);
        }
        return PostgresType.ofOid(oid)
                .<ColumnType>map(type -> new ColumnType.Scalar(type, shownOid, modifier, sqlName))
                .orElseGet(() -> new ColumnType.Unwritable(shownOid, sqlName));
    }

    private ColumnType.Composite.Field field(Attribute attribute) {
        return new ColumnType.Composite.Field(
                attribute.name(),
                type(attribute.type(), attribute.modifier(), attribute.sqlName()));
    }
}
