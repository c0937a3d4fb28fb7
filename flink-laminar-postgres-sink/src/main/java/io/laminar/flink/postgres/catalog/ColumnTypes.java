// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import io.laminar.flink.postgres.copy.ColumnType;
import io.laminar.flink.postgres.copy.PostgresType;
import io.laminar.flink.sdk.postgres.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
            SELECT t.oid, t.typname, t.typtype, t.typbasetype, t.typtypmod,
                   format_type(t.typbasetype, t.typtypmod), coalesce(e.oid, 0),
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

    /**
     * Where a type is used.
     *
     * @param modifier as {@code atttypmod}
     * @param sqlName with the modifier
     */
    private record TypeUse(long oid, int modifier, String sqlName) {}

    /** A field of a composite type. */
    private record Attribute(String name, TypeUse use) {}

    /** A row of {@code pg_type}; {@code element} is 0 if it is no array. */
    private record Entry(
            String name, String kind, TypeUse base, long element, List<Attribute> attributes) {}

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
                    String attribute = result.getString(8);
                    if (attribute != null) {
                        TypeUse use =
                                new TypeUse(
                                        result.getLong(9), result.getInt(10), result.getString(11));
                        entry.attributes().add(new Attribute(attribute, use));
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
                new TypeUse(result.getLong(4), result.getInt(5), result.getString(6)),
                result.getLong(7),
                new ArrayList<>());
    }

    /**
     * The type of a column.
     *
     * @param modifier its {@code atttypmod}
     * @param sqlName what the user knows it by
     */
    ColumnType type(long oid, int modifier, String sqlName) {
        return type(new TypeUse(oid, modifier, sqlName));
    }

    private ColumnType type(TypeUse use) {
        return resolve(use, use.oid(), use.sqlName());
    }

    /** A domain keeps its own OID and name, whatever it turns out to stand for. */
    private ColumnType resolve(TypeUse use, long oid, String sqlName) {
        Entry entry = Objects.requireNonNull(entries.get(use.oid()), () -> "type " + use.sqlName());
        if (entry.kind().equals(DOMAIN)) {
            return resolve(entry.base(), oid, sqlName);
        }
        if (entry.element() != 0) {
            // The modifier is the elements' own: numeric(8,2)[] is made of numeric(8,2).
            String element = use.sqlName().substring(0, use.sqlName().length() - "[]".length());
            TypeUse elements = new TypeUse(entry.element(), use.modifier(), element);
            return new ColumnType.Array(type(elements), oid, sqlName);
        }
        if (entry.kind().equals(COMPOSITE)) {
            List<ColumnType.Composite.Field> fields =
                    entry.attributes().stream()
                            .map(a -> new ColumnType.Composite.Field(a.name(), type(a.use())))
                            .toList();
            return new ColumnType.Composite(fields, oid, sqlName);
        }
        return scalar(entry, use.oid())
                .<ColumnType>map(type -> new ColumnType.Scalar(type, oid, use.modifier(), sqlName))
                .orElseGet(() -> new ColumnType.Unwritable(oid, sqlName));
    }

    private static Optional<PostgresType> scalar(Entry entry, long oid) {
        if (entry.kind().equals(ENUM)) {
            return Optional.of(PostgresType.ENUM);
        }
        // Extensions choose their schema and get any OID, so the name is what there is to go by.
        return entry.name().equals(PostgresType.CITEXT.toString())
                ? Optional.of(PostgresType.CITEXT)
                : PostgresType.ofOid(oid);
    }
}
