// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import io.laminar.flink.testing.PostgresServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What has to be in the table of a run, held against what is there.
 *
 * <p>Not thread-safe.
 */
final class ExpectedRows {

    /** What the table lacks, and what it has too much, by id. */
    record Difference(List<Long> lost, List<Long> doubled) {}

    /** One id in the table. */
    private record Found(int count, String payload) {}

    private final PostgresServer server;
    private final String table;
    private final SinkKind kind;
    private final int[] counts;

    private int repeated;

    ExpectedRows(PostgresServer server, String table, RunPlan plan) {
        this.server = server;
        this.table = table;
        this.kind = plan.kind();
        this.counts = new int[plan.rows()];
        Arrays.fill(counts, 1);
    }

    /**
     * The rows from {@code position} on are written again, whether or not they are in the table; to
     * be called when no job writes to it. An upsert writes the same once more.
     */
    void repeatFrom(long position) throws SQLException {
        if (kind.isUpsert()) {
            return;
        }
        Map<Long, Found> found = found();
        for (int id = (int) position; id < counts.length; id++) {
            Found row = found.get((long) id);
            int committed = row == null ? 0 : Math.min(row.count(), counts[id]);
            counts[id] = committed + 1;
            repeated += committed;
        }
    }

    /** How many of the rows that were committed have been written again. */
    int repeated() {
        return repeated;
    }

    Difference difference() throws SQLException {
        Map<Long, Found> wanted = kind.isUpsert() ? newest() : counted();
        Map<Long, Found> found = found();
        List<Long> lost = new ArrayList<>();
        List<Long> doubled = new ArrayList<>();
        wanted.forEach(
                (id, row) -> {
                    Found there = found.remove(id);
                    if (there == null || there.count() < row.count()) {
                        lost.add(id);
                    } else if (!there.payload().equals(row.payload())) {
                        // An older change of the key, or a row that nobody wrote.
                        lost.add(id);
                    } else if (there.count() > row.count()) {
                        doubled.add(id);
                    }
                });
        doubled.addAll(found.keySet());
        doubled.sort(null);
        return new Difference(lost, doubled);
    }

    private Map<Long, Found> newest() {
        Map<Long, Found> newest = new HashMap<>();
        PlannedRows.newest(counts.length)
                .forEach((key, payload) -> newest.put(key, new Found(1, payload)));
        return newest;
    }

    private Map<Long, Found> counted() {
        Map<Long, Found> counted = new HashMap<>();
        for (int id = 0; id < counts.length; id++) {
            counted.put((long) id, new Found(counts[id], PlannedRows.payload(id)));
        }
        return counted;
    }

    private Map<Long, Found> found() throws SQLException {
        Map<Long, Found> found = new HashMap<>();
        for (List<?> row :
                server.query(
                        "SELECT id, count(*), string_agg(DISTINCT payload, ', ') FROM "
                                + table
                                + " GROUP BY id")) {
            found.put(
                    Long.valueOf(Objects.toString(row.get(0))),
                    new Found(
                            Integer.parseInt(Objects.toString(row.get(1))),
                            Objects.toString(row.get(2))));
        }
        return found;
    }
}
