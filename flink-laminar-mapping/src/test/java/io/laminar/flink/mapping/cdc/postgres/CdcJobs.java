// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import io.laminar.flink.testing.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.awaitility.Awaitility;

/** Runs one job at a time that reads tables of the shared server. */
final class CdcJobs implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PostgresServer server;
    private final TableEnvironment sql;
    private Optional<JobClient> job = Optional.empty();

    CdcJobs(PostgresServer server) {
        this.server = server;
        sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        sql.getConfig().set("parallelism.default", "1");
        sql.getConfig().set("execution.checkpointing.interval", "200 ms");
        sql.getConfig().set("restart-strategy.type", "none");
    }

    TableEnvironment sql() {
        return sql;
    }

    /** Creates a table of ours for one of the server. */
    void create(String name, String columns, String table, Map<String, String> options) {
        sql.executeSql("DROP TEMPORARY TABLE IF EXISTS " + name);
        sql.executeSql(ddl(server.uri(), name, columns, table, options));
    }

    static String ddl(
            String uri, String name, String columns, String table, Map<String, String> options) {
        String more =
                options.entrySet().stream()
                        .map(o -> ", '" + o.getKey() + "' = '" + o.getValue() + "'")
                        .collect(Collectors.joining());
        return String.format(
                "CREATE TEMPORARY TABLE %s (%s) WITH ('connector' = 'laminar-postgres-cdc',"
                        + " 'connection' = '%s', 'table' = '%s'%s)",
                name, columns, uri, table, more);
    }

    /** Starts a query; the first of its rows are taken from the iterator. */
    CloseableIterator<Row> query(String text) {
        TableResult result = sql.executeSql(text);
        job = result.getJobClient();
        return result.collect();
    }

    /** Starts an INSERT. */
    JobClient insert(String text) {
        job = sql.executeSql(text).getJobClient();
        return job.orElseThrow();
    }

    /** The next rows as text. */
    static List<String> take(CloseableIterator<Row> rows, int count) {
        return Stream.generate(rows::next).limit(count).map(Row::toString).toList();
    }

    /** Ends the job, and drops what it left on the server. */
    @Override
    public void close() throws SQLException, InterruptedException, ExecutionException {
        if (job.isPresent()) {
            try {
                job.get().cancel().get();
            } catch (ExecutionException | IllegalStateException e) {
                // It has ended by itself, and its cluster with it.
                job = Optional.empty();
            }
        }
        // A task may still be on its way to the slot when its job has been cancelled.
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(
                        () ->
                                server.query(
                                                "SELECT slot_name,"
                                                        + " pg_drop_replication_slot(slot_name)::text"
                                                        + " FROM pg_replication_slots")
                                        .isEmpty());
        for (List<Object> publication : publications()) {
            server.execute("DROP PUBLICATION " + publication.get(0));
        }
    }

    private List<List<Object>> publications() throws SQLException {
        return server.query("SELECT pubname FROM pg_publication").stream()
                .map(row -> List.of((Object) String.valueOf(row.get(0))))
                .toList();
    }
}
