// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import java.sql.SQLException;

/**
 * The schema of a benchmark, so that it touches nothing else in a given database: the table, and
 * what our sink keeps beside it.
 *
 * <p>Life cycle: {@link #close()} drops it with all that is in it.
 */
final class BenchSchema implements AutoCloseable {

    static final String NAME = "laminar_bench";

    /** The table of each run. */
    static final String TABLE = NAME + ".target";

    private final BenchServer server;

    private BenchSchema(BenchServer server) {
        this.server = server;
    }

    /**
     * Creates the schema.
     *
     * @throws IllegalStateException if there is one: it is not ours to drop
     */
    static BenchSchema create(BenchServer server) throws SQLException {
        if (server.queryLong("SELECT count(to_regnamespace('" + NAME + "'))") > 0) {
            throw new IllegalStateException(BenchErrors.schemaExists(NAME));
        }
        server.execute("CREATE SCHEMA " + NAME);
        return new BenchSchema(server);
    }

    void createTable() throws SQLException {
        server.execute("CREATE TABLE " + TABLE + " (" + BenchRows.COLUMNS + ")");
    }

    void dropTable() throws SQLException {
        server.execute("DROP TABLE " + TABLE);
    }

    @Override
    public void close() throws SQLException {
        server.execute("SET client_min_messages = warning", "DROP SCHEMA " + NAME + " CASCADE");
    }
}
