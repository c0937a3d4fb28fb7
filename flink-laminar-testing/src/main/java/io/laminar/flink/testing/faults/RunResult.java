// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

import io.laminar.flink.testing.PostgresServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/**
 * What a run left on the server.
 *
 * @param lost ids that are not in the table
 * @param doubled ids that are there more than once, and rows that nobody wrote
 * @param leftPrepared names of transactions that are neither committed nor rolled back
 * @param neverFired faults whose moment did not come: the run proved nothing about them
 */
public record RunResult(
        RunPlan plan,
        List<Long> lost,
        List<Long> doubled,
        List<String> leftPrepared,
        List<Fault> neverFired) {

    static RunResult count(
            PostgresServer server, String table, RunPlan plan, List<Fault> neverFired)
            throws SQLException {
        List<Long> lost =
                numbers(
                        server,
                        "SELECT id FROM generate_series(0, "
                                + (plan.rows() - 1)
                                + ") AS id WHERE id NOT IN (SELECT id FROM "
                                + table
                                + ") ORDER BY id");
        List<Long> doubled =
                numbers(
                        server,
                        "SELECT id FROM "
                                + table
                                + " GROUP BY id HAVING count(*) > 1 OR id < 0 OR id >= "
                                + plan.rows()
                                + " OR min(payload) <> 'row ' || id ORDER BY id");
        List<String> leftPrepared =
                server.query("SELECT gid FROM pg_prepared_xacts").stream()
                        .map(row -> Objects.toString(row.get(0)))
                        .toList();
        return new RunResult(plan, lost, doubled, leftPrepared, neverFired);
    }

    private static List<Long> numbers(PostgresServer server, String sql) throws SQLException {
        return server.query(sql).stream()
                .map(row -> Long.valueOf(Objects.toString(row.get(0))))
                .toList();
    }

    /** Whether every row is there once, nothing is left behind, and every fault happened. */
    public boolean isExactlyOnce() {
        return isCountRight() && neverFired.isEmpty();
    }

    /** Whether nothing is wrong so far, but the job ended before every fault had happened. */
    boolean lacksFaultsOnly() {
        return isCountRight() && !neverFired.isEmpty();
    }

    private boolean isCountRight() {
        return lost.isEmpty() && doubled.isEmpty() && leftPrepared.isEmpty();
    }

    @Override
    public String toString() {
        return String.format(
                "%s%n  lost %s%n  doubled %s%n  left prepared %s%n  never fired %s",
                plan, shortened(lost), shortened(doubled), leftPrepared, neverFired);
    }

    private static String shortened(List<Long> ids) {
        return ids.size() <= 20
                ? ids.toString()
                : ids.size() + " rows, from " + ids.get(0) + " to " + ids.get(ids.size() - 1);
    }
}
