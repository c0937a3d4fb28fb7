// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import io.laminar.flink.testing.IcebergRestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** For tests of the connector in Flink SQL, on a mini-cluster and a REST catalog. */
@Timeout(180)
abstract class IcebergSqlTestBase {

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(8)
                            .build());

    StreamTableEnvironment sql;

    @BeforeEach
    void createSession() {
        sql = StreamTableEnvironment.create(StreamExecutionEnvironment.getExecutionEnvironment());
        sql.getConfig().set("parallelism.default", "2");
        sql.getConfig().set("execution.checkpointing.interval", "1 s");
        sql.getConfig().set("restart-strategy.type", "none");
    }

    static IcebergRestServer server() throws IOException {
        return IcebergRestServer.shared();
    }

    /** Reads the shared catalog. */
    static LakeReader lake() throws IOException {
        return new LakeReader(
                Map.of("type", "rest", "uri", server().uri(), "token", server().token()));
    }

    /**
     * Creates a table on the shared catalog.
     *
     * @param table its name and, in parentheses, columns
     * @param name in the catalog
     */
    void create(String table, String name, String... options) throws IOException {
        List<String> all = new ArrayList<>(Arrays.asList(options));
        all.add("'catalog_uri' = '" + server().uri() + "'");
        all.add("'catalog.token' = '" + server().token() + "'");
        all.add("'table' = '" + name + "'");
        createAnywhere(table, all.toArray(new String[0]));
    }

    void createAnywhere(String table, String... options) {
        sql.executeSql(
                "CREATE TABLE "
                        + table
                        + " WITH ('connector' = 'laminar-iceberg', "
                        + String.join(", ", options)
                        + ")");
    }

    /** Runs a statement to its end. */
    void run(String statement) throws Exception {
        sql.executeSql(statement).await();
    }

    /** The rows of a bounded query, as texts and in their order. */
    List<String> query(String select) throws Exception {
        List<String> rows = new ArrayList<>();
        try (CloseableIterator<Row> results = sql.executeSql(select).collect()) {
            results.forEachRemaining(row -> rows.add(row.toString()));
        }
        Collections.sort(rows);
        return rows;
    }
}
