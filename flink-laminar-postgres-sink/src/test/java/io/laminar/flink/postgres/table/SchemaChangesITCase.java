// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.postgres.PostgresSink;
import io.laminar.flink.postgres.option.SchemaEvolution;
import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that create their table, or add columns to it. */
class SchemaChangesITCase {

    private final PostgresServer server;
    private final StreamExecutionEnvironment flink =
            StreamExecutionEnvironment.getExecutionEnvironment();
    private final StreamTableEnvironment sql = StreamTableEnvironment.create(flink);

    SchemaChangesITCase() throws IOException {
        server = PostgresServer.shared();
    }

    @BeforeEach
    void dropTable() throws Exception {
        sql.getConfig().set("parallelism.default", "2");
        sql.getConfig().set("restart-strategy.type", "none");
        sql.getConfig().set("execution.checkpointing.interval", "200 ms");
        server.execute("DROP TABLE IF EXISTS changed");
    }

    private void insert(String columns, String values, String options) throws Exception {
        sql.executeSql(
                "CREATE TEMPORARY TABLE changed ("
                        + columns
                        + ") WITH ('connector' = 'laminar-postgres', 'connection' = '"
                        + server.uri()
                        + "', 'table' = 'changed', "
                        + options
                        + ")");
        try {
            sql.executeSql("INSERT INTO changed VALUES " + values).await();
        } finally {
            sql.executeSql("DROP TEMPORARY TABLE changed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'write_mode' = 'append'",
                "'write_mode' = 'upsert'",
                "'write_mode' = 'append', 'delivery.guarantee' = 'exactly-once'",
                "'write_mode' = 'upsert', 'delivery.guarantee' = 'exactly-once'"
            })
    void aTableIsCreatedWithItsKeyAndGetsColumnsLater(String options) throws Exception {
        insert(
                "id INT NOT NULL, name STRING, PRIMARY KEY (id) NOT ENFORCED",
                "(1, 'one')",
                options + ", 'auto_create_table' = 'true'");
        assertThat(
                        server.query(
                                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid"
                                        + " = 'changed'::regclass AND contype = 'p'"))
                .containsExactly(List.of("PRIMARY KEY (id)"));
        insert(
                "id INT NOT NULL, name STRING, price DECIMAL(10, 2), PRIMARY KEY (id) NOT ENFORCED",
                "(2, 'two', 2.50)",
                options + ", 'schema.evolution' = 'add_columns'");
        assertThat(
                        server.query(
                                "SELECT id || ' ' || name || ' ' || coalesce(price::text, '-') FROM changed ORDER BY id"))
                .containsExactly(List.of("1 one -"), List.of("2 two 2.50"));
    }

    @Test
    void theKeyOfTheOptionIsTheKeyOfTheTable() throws Exception {
        insert(
                "id INT NOT NULL, name STRING",
                "(1, 'one')",
                "'primary_key' = 'id', 'auto_create_table' = 'true'");
        assertThat(
                        server.query(
                                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid"
                                        + " = 'changed'::regclass AND contype = 'p'"))
                .containsExactly(List.of("PRIMARY KEY (id)"));
    }

    @Test
    void aColumnThatMustNotBeNullIsAFindingOfPlanning() throws Exception {
        server.execute("CREATE TABLE changed (id int)");
        assertThatThrownBy(
                        () ->
                                insert(
                                        "id INT, name STRING NOT NULL",
                                        "(1, 'one')",
                                        "'schema.evolution' = 'add-columns'"))
                .rootCause()
                .hasMessageContaining(
                        "column 'name' does not exist there, and is NOT NULL in the DDL, which rows"
                                + " that are there could not meet. Declare it nullable, or add it on"
                                + " the server with a default.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aColumnThatCouldNotBeWrittenIsNotMade(String isValidated) throws Exception {
        assertThatThrownBy(
                        () ->
                                insert(
                                        "id INT, odd MAP<INT, INT>",
                                        "(1, MAP[1, 2])",
                                        "'auto_create_table' = 'true', 'schema.validation' = '"
                                                + isValidated
                                                + "'"))
                .rootCause()
                .hasMessageContaining(
                        "column 'odd' is MAP<INT, INT> in Flink, and JSON has no form for");
        assertThat(server.query("SELECT to_regclass('changed') IS NULL"))
                .containsExactly(List.of(true));
    }

    @Test
    void theBuilderCreatesTablesAndColumnsToo() throws Exception {
        runBuilt("id");
        runBuilt("id", "more");
        assertThat(server.queryLong("SELECT count(*) FROM changed WHERE more IS NULL"))
                .isEqualTo(1);
        assertThat(server.queryLong("SELECT count(*) FROM changed")).isEqualTo(2);
    }

    private void runBuilt(String... columns) throws Exception {
        LogicalType[] types = new LogicalType[columns.length];
        GenericRowData row = new GenericRowData(columns.length);
        for (int i = 0; i < columns.length; i++) {
            types[i] = new IntType();
            row.setField(i, 1);
        }
        RowType rowType = RowType.of(types, columns);
        flink.fromData(InternalTypeInfo.of(rowType), row)
                .sinkTo(
                        PostgresSink.builder()
                                .setConnection(server.uri())
                                .setTable("changed")
                                .setRowType(rowType)
                                .createTableIfMissing()
                                .setSchemaEvolution(SchemaEvolution.ADD_COLUMNS)
                                .build());
        flink.execute();
    }
}
