// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import io.laminar.flink.mapping.cdc.UpstreamColumn;
import io.laminar.flink.mapping.cdc.UpstreamTable;
import io.laminar.flink.mapping.cdc.postgres.PostgresTypes.CatalogColumn;
import io.laminar.flink.sdk.postgres.TableName;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The table as the server's catalogue has it.
 *
 * @param kind {@code r} for a table, {@code p} for a partitioned one; others have no changes
 * @param persistence {@code p} if it is in the log
 * @param identity what the log holds of a row that was changed: {@code d} its key, {@code f} all of
 *     it, {@code i} the columns of an index, {@code n} nothing
 */
record CatalogTable(
        long oid,
        TableName name,
        char kind,
        char persistence,
        char identity,
        List<CatalogColumn> columns,
        List<String> key) {

    private static final String TABLE =
            """
            SELECT c.oid, c.relkind, c.relpersistence, c.relreplident
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f')""";

    private static final String COLUMNS =
            """
            WITH RECURSIVE base (attnum, oid, typmod, dims) AS (
                SELECT attnum, atttypid, atttypmod, attndims::int FROM pg_attribute
                WHERE attrelid = ? AND attnum > 0 AND NOT attisdropped
              UNION ALL
                SELECT b.attnum, t.typbasetype, t.typtypmod, greatest(b.dims, t.typndims)
                FROM base b JOIN pg_type t ON t.oid = b.oid WHERE t.typtype = 'd')
            SELECT a.attname, format_type(a.atttypid, a.atttypmod), t.typname, b.typmod,
                   t.typtype = 'e', e.typname, coalesce(e.typtype = 'e', false), b.dims,
                   a.attnotnull, a.attgenerated <> ''
            FROM base b
            JOIN pg_attribute a ON a.attrelid = ? AND a.attnum = b.attnum
            JOIN pg_type t ON t.oid = b.oid AND t.typtype <> 'd'
            LEFT JOIN pg_type e ON t.typcategory = 'A' AND e.oid = t.typelem
            ORDER BY a.attnum""";

    private static final String KEY =
            """
            SELECT a.attname FROM pg_index i
            CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, position)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
            WHERE i.indrelid = ? AND CASE WHEN ? THEN i.indisprimary ELSE i.indisreplident END
            ORDER BY k.position""";

    CatalogTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    static Optional<CatalogTable> find(UpstreamServer server, TableName name) throws SQLException {
        Optional<CatalogTable> bare =
                server.find(
                        TABLE,
                        row ->
                                new CatalogTable(
                                        row.getLong(1),
                                        name,
                                        row.getString(2).charAt(0),
                                        row.getString(3).charAt(0),
                                        row.getString(4).charAt(0),
                                        List.of(),
                                        List.of()),
                        name.schema(),
                        name.table());
        if (bare.isEmpty()) {
            return bare;
        }
        CatalogTable table = bare.get();
        List<CatalogColumn> columns =
                server.query(
                        COLUMNS,
                        row ->
                                new CatalogColumn(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getInt(4),
                                        row.getBoolean(5),
                                        row.getString(6),
                                        row.getBoolean(7),
                                        row.getInt(8),
                                        row.getBoolean(9),
                                        row.getBoolean(10)),
                        table.oid(),
                        table.oid());
        return Optional.of(
                new CatalogTable(
                        table.oid(),
                        name,
                        table.kind(),
                        table.persistence(),
                        table.identity(),
                        columns,
                        keyColumns(server, table.oid(), /* isPrimary= */ true)));
    }

    /** The columns of the index that the log identifies rows by. */
    static List<String> identityColumns(UpstreamServer server, long oid) throws SQLException {
        return keyColumns(server, oid, /* isPrimary= */ false);
    }

    private static List<String> keyColumns(UpstreamServer server, long oid, boolean isPrimary)
            throws SQLException {
        return server.query(KEY, row -> row.getString(1), oid, isPrimary);
    }

    UpstreamTable upstream() {
        List<UpstreamColumn> all = columns.stream().map(PostgresTypes::column).toList();
        return new UpstreamTable(name.sql(), all, key);
    }
}
