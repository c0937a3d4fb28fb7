// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import io.laminar.flink.testing.PostgresServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The schema of one run: what the sink leaves there, beside the target, is of its own making.
 *
 * <p>Not thread-safe. Life cycle: {@link #close()} drops it, and rolls back what is prepared.
 */
final class RunSchema implements AutoCloseable {

    private static final String TABLE = "target";

    /** Tables that a sink keeps for good. */
    private static final String BOOK = "laminar_sink_%";

    private final PostgresServer server;
    private final String schema;

    RunSchema(PostgresServer server, String schema, SinkKind kind) throws SQLException {
        this.server = server;
        this.schema = schema;
        server.execute(
                String.format(
                        "CREATE SCHEMA %1$s; CREATE TABLE %1$s.%2$s (id bigint %3$s, payload text)",
                        schema, TABLE, kind.isUpsert() ? "PRIMARY KEY" : "NOT NULL"));
    }

    String table() {
        return schema + "." + TABLE;
    }

    /** Prepared transactions, and every table but the target and the sink's book. */
    List<String> leftBehind() throws SQLException {
        List<String> left = new ArrayList<>(prepared());
        left.addAll(tables("relname <> '" + TABLE + "' AND relname NOT LIKE '" + BOOK + "'"));
        return left;
    }

    private List<String> prepared() throws SQLException {
        return strings("SELECT gid FROM pg_prepared_xacts ORDER BY prepared");
    }

    private List<String> tables(String condition) throws SQLException {
        return strings(
                String.format(
                        "SELECT relname FROM pg_class WHERE relnamespace = '%s'::regnamespace"
                                + " AND relkind IN ('r', 'p') AND %s ORDER BY relname",
                        schema, condition));
    }

    private List<String> strings(String sql) throws SQLException {
        return server.query(sql).stream().map(row -> Objects.toString(row.get(0))).toList();
    }

    long bookRows() throws SQLException {
        long rows = 0;
        for (String table : tables("relname LIKE '" + BOOK + "'")) {
            rows += server.queryLong("SELECT count(*) FROM " + schema + "." + table);
        }
        return rows;
    }

    /** The next run counts what it has left itself. */
    @Override
    public void close() throws SQLException {
        for (String gid : prepared()) {
            server.execute("ROLLBACK PREPARED '" + gid + "'");
        }
        server.execute("SET client_min_messages = warning; DROP SCHEMA " + schema + " CASCADE");
    }
}
