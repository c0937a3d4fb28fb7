// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import io.laminar.flink.sdk.postgres.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * Whether {@code INSERT … ON CONFLICT} can match rows by a set of columns: PostgreSQL takes a
 * unique index on exactly these columns, in any order, that is valid, immediate, and has neither a
 * condition nor expressions (source, infer_arbiter_indexes in plancat.c).
 */
@Internal
public final class UniqueKeys {

    /** Unique indexes on exactly these columns; the best come first. */
    private static final String INDEXES =
            """
            SELECT ic.relname,
                   CASE WHEN NOT i.indimmediate THEN 'deferrable'
                        WHEN i.indpred IS NOT NULL THEN 'partial'
                        WHEN NOT i.indisvalid THEN 'invalid' END AS flaw
            FROM pg_index i
            JOIN pg_class ic ON ic.oid = i.indexrelid
            JOIN pg_class c ON c.oid = i.indrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND i.indisunique AND i.indexprs IS NULL
              AND (SELECT array_agg(a.attname::text ORDER BY a.attname::text)
                   FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, position)
                   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
                   WHERE k.position <= i.indnkeyatts)
                = (SELECT array_agg(name ORDER BY name) FROM unnest(?::text[]) AS name)
            ORDER BY flaw NULLS FIRST, ic.relname""";

    /** Columns of the partition key; an expression there has no number, and no name. */
    private static final String PARTITION_COLUMNS =
            """
            SELECT coalesce(a.attname, '(an expression)')
            FROM pg_partitioned_table p
            JOIN pg_class c ON c.oid = p.partrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL unnest(p.partattrs::int2[]) AS k (attnum)
            LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
            WHERE n.nspname = ? AND c.relname = ?""";

    /**
     * Types whose values are equal exactly if their binary forms are: not so numbers with a
     * fraction and a sign of zero, blank-padded text, intervals, documents, and what extensions
     * bring. {@code varchar(n)} drops blanks past its length as it receives them. A collation may
     * take different texts for equal.
     */
    private static final String DIFFERENT_BYTES =
            """
            SELECT EXISTS (
              SELECT FROM pg_attribute a
              JOIN pg_class c ON c.oid = a.attrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_type d ON d.oid = a.atttypid
              JOIN pg_type t ON t.oid = CASE WHEN d.typtype = 'd' THEN d.typbasetype ELSE d.oid END
              LEFT JOIN pg_collation o ON o.oid = a.attcollation
              WHERE n.nspname = ? AND c.relname = ? AND a.attname = ANY (?)
                AND (NOT coalesce(o.collisdeterministic, true)
                     OR t.oid = 'varchar'::regtype AND greatest(a.atttypmod, d.typtypmod) >= 0
                     OR t.typtype <> 'e' AND t.oid <> ALL (
                          '{bool,bytea,int2,int4,int8,text,varchar,name,numeric,date,time,timestamp,'
                          'timestamptz,uuid,inet,cidr}'::regtype[])))""";

    private UniqueKeys() {}

    /** Whether the server takes two keys for one only if their bytes are the same. */
    public static boolean areEqualOnlyByBytes(
            Connection connection, TableName table, List<String> key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DIFFERENT_BYTES)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            statement.setArray(3, connection.createArrayOf("text", key.toArray()));
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return !result.getBoolean(1);
            }
        }
    }

    /** What keeps rows from being matched by these columns, as full sentences; empty if nothing. */
    public static List<String> findings(Connection connection, TableName table, List<String> key)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INDEXES)) {
            Array columns = connection.createArrayOf("text", key.toArray());
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            statement.setArray(3, columns);
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    List<String> outside = partitionColumns(connection, table);
                    outside.removeAll(key);
                    return List.of(
                            outside.isEmpty()
                                    ? TableErrors.keyNotUnique(key, createIndex(table, key))
                                    : TableErrors.keyWithoutPartitionColumns(key, outside));
                }
                String flaw = result.getString(2);
                return flaw == null
                        ? List.of()
                        : List.of(
                                TableErrors.uniqueIndexUnfit(
                                        key, result.getString(1), flaw, createIndex(table, key)));
            }
        }
    }

    private static List<String> partitionColumns(Connection connection, TableName table)
            throws SQLException {
        List<String> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(PARTITION_COLUMNS)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    columns.add(result.getString(1));
                }
            }
        }
        return columns;
    }

    private static String createIndex(TableName table, List<String> key) {
        return "CREATE UNIQUE INDEX ON "
                + table.sql()
                + " ("
                + String.join(", ", key.stream().map(TableName::quote).toList())
                + ")";
    }
}
