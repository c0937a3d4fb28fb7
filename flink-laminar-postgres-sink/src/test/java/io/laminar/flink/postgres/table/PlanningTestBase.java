// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;

/** For tests of what a user is told when a statement is planned, before anything runs. */
abstract class PlanningTestBase {

    final PostgresServer server;
    final Map<String, String> options = new LinkedHashMap<>();
    final StreamTableEnvironment sql =
            StreamTableEnvironment.create(StreamExecutionEnvironment.getExecutionEnvironment());

    PlanningTestBase() throws IOException {
        server = PostgresServer.shared();
        options.put("connector", "laminar-postgres");
        options.put("connection", server.uri());
        options.put("table", "none");
    }

    /** What the planner says, without what Flink wraps around it. */
    AbstractThrowableAssert<?, ? extends Throwable> planning(String columns) {
        Throwable thrown = catchThrowable(() -> planInto("t", columns));
        sql.executeSql("DROP TABLE s");
        sql.executeSql("DROP TABLE t");
        return assertThat(ExceptionUtils.findThrowable(thrown, t -> t.getCause() == null))
                .get(InstanceOfAssertFactories.THROWABLE)
                .isInstanceOf(ValidationException.class);
    }

    /** Plans to write rows of these columns to a new table of Flink, which has them too. */
    String planInto(String table, String columns) {
        sql.executeSql(
                "CREATE TABLE IF NOT EXISTS s (" + columns + ") WITH ('connector' = 'datagen')");
        sql.executeSql(
                "CREATE TABLE "
                        + table
                        + " ("
                        + columns
                        + ") WITH ("
                        + options.entrySet().stream()
                                .map(o -> "'" + o.getKey() + "' = '" + o.getValue() + "'")
                                .collect(Collectors.joining(", "))
                        + ")");
        return sql.explainSql(
                "INSERT INTO " + table + " SELECT * FROM s", ExplainDetail.JSON_EXECUTION_PLAN);
    }
}
