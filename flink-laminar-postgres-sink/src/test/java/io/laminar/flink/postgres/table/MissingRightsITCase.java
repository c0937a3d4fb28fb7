// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.laminar.flink.testing.PostgresServer;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a user is told whose rights do not suffice, on a server without prepared transactions: what
 * the message says is enough.
 */
class MissingRightsITCase {

    private static final String EXACTLY_ONCE = "'delivery.guarantee' = 'exactly-once'";
    private static final String NOT_VALIDATED = ", 'schema.validation' = 'false'";
    private static final String NO_STAGING =
            "the user may not create the staging tables of 'co-transactional' there. Have an"
                    + " administrator run: ";

    private static PostgresServer server;

    private final StreamTableEnvironment sql =
            StreamTableEnvironment.create(StreamExecutionEnvironment.getExecutionEnvironment());

    @BeforeAll
    static void startServer() throws Exception {
        server = PostgresServer.start(Map.of("max_prepared_transactions", "0"));
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @BeforeEach
    void createTable() throws Exception {
        sql.getConfig().set("execution.checkpointing.interval", "200 ms");
        sql.getConfig().set("restart-strategy.type", "none");
        server.execute(
                "CREATE SCHEMA rights; CREATE TABLE rights.t (id int PRIMARY KEY); CREATE ROLE"
                        + " writer LOGIN; GRANT USAGE ON SCHEMA rights TO writer; GRANT SELECT,"
                        + " INSERT, UPDATE, DELETE ON rights.t TO writer; REVOKE TEMPORARY ON"
                        + " DATABASE postgres FROM PUBLIC");
    }

    @AfterEach
    void dropTable() throws Exception {
        server.execute("DROP SCHEMA rights CASCADE; DROP OWNED BY writer; DROP ROLE writer");
    }

    private void insert(String table, String options) throws Exception {
        sql.executeSql(
                "CREATE TEMPORARY TABLE t (id INT) WITH ('connector' = 'laminar-postgres',"
                        + " 'connection' = 'postgresql://writer@127.0.0.1:"
                        + server.port()
                        + "/postgres', 'table' = '"
                        + table
                        + "', "
                        + options
                        + ")");
        try {
            sql.executeSql("INSERT INTO t VALUES (1)").await();
        } finally {
            sql.executeSql("DROP TEMPORARY TABLE t");
        }
    }

    /** The message of the failure that begins like this. */
    private String refusal(String beginning, String table, String options) {
        Throwable thrown = catchThrowable(() -> insert(table, options));
        assertThat(thrown).isNotNull();
        return ExceptionUtils.findThrowable(
                        thrown,
                        cause ->
                                cause.getMessage() != null
                                        && cause.getMessage().startsWith(beginning))
                .map(Throwable::getMessage)
                .orElseThrow(() -> new AssertionError("Other words.", thrown));
    }

    private void runStatementsOf(String message) throws Exception {
        server.execute(message.substring(message.lastIndexOf("run:") + "run:".length()));
    }

    private List<List<Object>> rows() throws Exception {
        return server.query("SELECT id FROM rights.t");
    }

    @Test
    void autoIsToldWhenPlannedThatItNeedsStagingTables() {
        assertThat(refusal("Table", "rights.t", EXACTLY_ONCE))
                .endsWith(NO_STAGING + "GRANT CREATE ON SCHEMA \"rights\" TO \"writer\";");
    }

    @Test
    void whatExactlyOnceIsToldWhenItStartsIsEnough() throws Exception {
        String options = EXACTLY_ONCE + NOT_VALIDATED;
        String message = refusal("The sink keeps its book", "rights.t", options);
        assertThat(message)
                .endsWith(
                        String.format(
                                "%nGRANT SELECT, INSERT, UPDATE, DELETE ON"
                                        + " \"rights\".\"laminar_sink_fence\","
                                        + " \"rights\".\"laminar_sink_committed\","
                                        + " \"rights\".\"laminar_sink_prepared\" TO \"writer\";"));
        runStatementsOf(message);
        message = refusal("Table", "rights.t", options);
        assertThat(message).contains(NO_STAGING);
        runStatementsOf(message);
        insert("rights.t", options);
        assertThat(rows()).containsExactly(List.of(1));
    }

    @Test
    void whatExactlyOnceIsToldOfABookThatAnotherUserMadeIsEnough() throws Exception {
        server.execute("GRANT CREATE ON SCHEMA rights TO writer");
        insert("rights.t", EXACTLY_ONCE);
        server.execute(
                "ALTER TABLE rights.laminar_sink_prepared OWNER TO postgres; TRUNCATE rights.t");
        String message = refusal("The sink keeps its book", "rights.t", EXACTLY_ONCE);
        assertThat(message).contains("which it may not use. Have an administrator run:");
        runStatementsOf(message);
        insert("rights.t", EXACTLY_ONCE);
        assertThat(rows()).containsExactly(List.of(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", NOT_VALIDATED})
    void anUpsertIsToldThatItNeedsATemporaryTable(String more) throws Exception {
        String options = "'primary_key' = 'id'" + more;
        String message = refusal("Table", "rights.t", options);
        assertThat(message)
                .endsWith(
                        "the user may not create the temporary table that an upsert"
                                + " 'at-least-once' goes through. Have an administrator run: GRANT"
                                + " TEMPORARY ON DATABASE \"postgres\" TO \"writer\";");
        runStatementsOf(message);
        insert("rights.t", options);
        assertThat(rows()).containsExactly(List.of(1));
    }

    @Test
    void whatIsInTheWayOfTwoPhaseIsSaidOfAMissingTableToo() {
        assertThat(
                        refusal(
                                "Table",
                                "rights.none",
                                EXACTLY_ONCE + ", 'commit.strategy' = 'two-phase'"))
                .contains("has 2 findings", "does not exist", "but the server has 0");
    }
}
