// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.suite;

import io.laminar.flink.testing.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.testframe.external.ExternalSystemDataReader;

/** Gives out each row of a table once, and a row that is there twice, twice. */
final class TableReader implements ExternalSystemDataReader<String> {

    private final PostgresServer server;
    private final String query;
    private final List<String> givenOut = new ArrayList<>();

    /**
     * @param query has one column
     */
    TableReader(PostgresServer server, String query) {
        this.server = server;
        this.query = query;
    }

    /** Does not wait: the suite asks again. */
    @Override
    public List<String> poll(Duration timeout) {
        List<String> rows = new ArrayList<>();
        try {
            server.query(query).forEach(row -> rows.add(String.valueOf(row.get(0))));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        // Rows become visible in any order: nothing in the table says which are new.
        givenOut.forEach(rows::remove);
        givenOut.addAll(rows);
        return rows;
    }

    @Override
    public void close() {
        // Every query has a connection of its own.
    }
}
