// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** For tests of the connector in Flink SQL, on a mini-cluster. */
@Timeout(120)
abstract class WebSocketSqlTestBase {

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    StreamTableEnvironment tables;

    @BeforeEach
    void createTables() {
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment();
        flink.setParallelism(2);
        tables = StreamTableEnvironment.create(flink);
    }

    /**
     * Creates a table of this connector.
     *
     * @param table its name and, in parentheses, columns
     */
    void create(String table, String... options) {
        tables.executeSql(
                "CREATE TABLE "
                        + table
                        + " WITH ('connector' = 'websocket', "
                        + String.join(", ", options)
                        + ")");
    }

    static String bindAddress(int port) {
        return "'bind_address' = '127.0.0.1:" + port + "'";
    }

    static List<Row> take(CloseableIterator<Row> rows, int count) {
        List<Row> taken = new ArrayList<>();
        while (taken.size() < count && rows.hasNext()) {
            taken.add(rows.next());
        }
        return taken;
    }
}
