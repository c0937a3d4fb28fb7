// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

import io.laminar.flink.sdk.postgres.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements that move rows from a staging table into the target.
 *
 * <p>With a key the staging table has one more column in front: the row's sequence number, negative
 * for a deletion. Deletions go first, so that a value under another unique index is free for the
 * row that takes it over.
 *
 * @param keys columns that a row is matched by; none to append
 * @param others the other columns that are written
 */
record StagingSql(TableName target, List<String> keys, List<String> others) {

    static final String SEQUENCE = "laminar_sequence";

    /**
     * Rows of a staging table.
     *
     * @param isCollapsed whether no two of them have one key
     * @param condition which of them, an SQL condition on {@code laminar_tid}; "" for all
     */
    record Rows(String table, boolean isCollapsed, String condition) {

        static Rows of(String table, boolean isCollapsed) {
            return new Rows(table, isCollapsed, "");
        }

        Rows where(String newCondition) {
            return new Rows(table, isCollapsed, newCondition);
        }
    }

    StagingSql {
        keys = List.copyOf(keys);
        others = List.copyOf(others);
    }

    /**
     * An empty table with the columns' types, and none of the target's constraints: a deletion has
     * NULL in all but the key.
     *
     * @param domainBases the types of columns whose own type is a domain, which has constraints
     */
    String columnsOfTarget(Map<String, String> domainBases) {
        return String.format(
                "SELECT %s%s FROM %s WITH NO DATA",
                keys.isEmpty() ? "" : "0::bigint AS " + SEQUENCE + ", ",
                columns().stream()
                        .map(column -> staged(column, domainBases.get(column)))
                        .collect(Collectors.joining(", ")),
                target.sql());
    }

    private static String staged(String column, @Nullable String base) {
        String name = TableName.quote(column);
        return base == null ? name : String.format("%1$s::%2$s AS %1$s", name, base);
    }

    /** Removes the rows that a later one of the same key makes void. */
    String collapse(Rows rows) {
        return String.format(
                "DELETE FROM %1$s WHERE ctid NOT IN (SELECT laminar_tid FROM (%2$s) n)",
                rows.table(), newest(rows.table()));
    }

    /** For rows as {@link RowBatch} sends them. */
    String copyInto(String table) {
        return String.format(
                "COPY %s (%s%s) FROM STDIN (FORMAT binary)",
                table, keys.isEmpty() ? "" : SEQUENCE + ", ", list(columns(), ""));
    }

    /** Whether there is anything to delete. */
    String hasDeletes(Rows rows) {
        return String.format(
                "SELECT EXISTS (SELECT FROM %s s WHERE s.%s < 0)", rows.table(), SEQUENCE);
    }

    String delete(Rows rows) {
        return String.format(
                "DELETE FROM %s t USING %s WHERE s.%s < 0 AND %s",
                target.sql(),
                source(rows),
                SEQUENCE,
                keys.stream()
                        .map(TableName::quote)
                        .map(key -> "t." + key + " = s." + key)
                        .collect(Collectors.joining(" AND ")));
    }

    String insert(Rows rows) {
        String insert =
                String.format(
                        "INSERT INTO %s (%s) SELECT %s FROM %s",
                        target.sql(), list(columns(), ""), list(columns(), "s."), source(rows));
        if (keys.isEmpty()) {
            return insert;
        }
        return String.format(
                "%s WHERE s.%s > 0 ON CONFLICT (%s) DO %s",
                insert, SEQUENCE, list(keys, ""), action());
    }

    private String action() {
        if (others.isEmpty()) {
            return "NOTHING";
        }
        return others.stream()
                .map(TableName::quote)
                .map(column -> column + " = EXCLUDED." + column)
                .collect(Collectors.joining(", ", "UPDATE SET ", ""));
    }

    private String source(Rows rows) {
        boolean isWhole = rows.condition().isEmpty();
        boolean isCollapsed = rows.isCollapsed() || keys.isEmpty();
        if (isWhole && isCollapsed) {
            return rows.table() + " s";
        }
        String source =
                isCollapsed
                        ? "SELECT ctid AS laminar_tid, * FROM " + rows.table()
                        : newest(rows.table());
        return isWhole
                ? "(" + source + ") s"
                : "(SELECT * FROM (" + source + ") n WHERE " + rows.condition() + ") s";
    }

    private String newest(String table) {
        return String.format(
                "SELECT DISTINCT ON (%1$s) ctid AS laminar_tid, * FROM %2$s"
                        + " ORDER BY %1$s, abs(%3$s) DESC",
                list(keys, ""), table, SEQUENCE);
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>(keys);
        columns.addAll(others);
        return columns;
    }

    private static String list(List<String> columns, String prefix) {
        return columns.stream()
                .map(column -> prefix + TableName.quote(column))
                .collect(Collectors.joining(", "));
    }
}
