// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs in Flink SQL that write to a real server. */
class PostgresSinkITCase {

    record Value(String flinkType, String flinkValue, String columnType, String text) {
        @Override
        public String toString() {
            return flinkValue + " as " + flinkType + " to " + columnType;
        }
    }

    private final PostgresServer server;
    private final StreamTableEnvironment sql =
            StreamTableEnvironment.create(StreamExecutionEnvironment.getExecutionEnvironment());

    PostgresSinkITCase() throws IOException {
        server = PostgresServer.shared();
    }

    @BeforeEach
    void configure() {
        sql.getConfig().set("parallelism.default", "2");
        sql.getConfig().set("table.local-time-zone", "America/New_York");
        sql.getConfig().set("restart-strategy.type", "none");
    }

    private String with(String table, String... more) {
        return " WITH ('connector' = 'laminar-postgres', 'connection' = '"
                + server.uri()
                + "', 'table' = '"
                + table
                + "'"
                + String.join("", more)
                + ")";
    }

    private static final List<Value> VALUES =
            List.of(
                    new Value("BOOLEAN", "TRUE", "boolean", "true"),
                    new Value("TINYINT", "CAST(-128 AS TINYINT)", "smallint", "-128"),
                    new Value("SMALLINT", "CAST(32767 AS SMALLINT)", "integer", "32767"),
                    new Value("INT", "-2147483648", "int", "-2147483648"),
                    new Value("INT", "7", "numeric(5,0)", "7"),
                    new Value("BIGINT", "9223372036854775807", "bigint", "9223372036854775807"),
                    new Value("BIGINT", "10000", "numeric", "10000"),
                    new Value("FLOAT", "CAST(1.5 AS FLOAT)", "real", "1.5"),
                    new Value("FLOAT", "CAST(-0.25 AS FLOAT)", "double precision", "-0.25"),
                    new Value("DOUBLE", "1e300", "double precision", "1e+300"),
                    new Value("DECIMAL(18, 4)", "123456.7890", "numeric(18,4)", "123456.7890"),
                    new Value("DECIMAL(5, 4)", "0.0001", "numeric", "0.0001"),
                    new Value(
                            "DECIMAL(38, 18)",
                            "CAST('-12345678901234567890.123456789012345678' AS DECIMAL(38, 18))",
                            "numeric",
                            "-12345678901234567890.123456789012345678"),
                    new Value("CHAR(3)", "'abc'", "char(3)", "abc"),
                    new Value("VARCHAR(10)", "'naïve ☃'", "varchar(10)", "naïve ☃"),
                    new Value("STRING", "'it''s \\ \"quoted\"'", "text", "it's \\ \"quoted\""),
                    new Value("BYTES", "x'00ff10'", "bytea", "\\x00ff10"),
                    new Value("DATE", "DATE '1969-07-20'", "date", "1969-07-20"),
                    new Value("TIME(3)", "TIME '23:59:59.999'", "time", "23:59:59.999"),
                    new Value(
                            "TIMESTAMP(6)",
                            "TIMESTAMP '1999-12-31 23:59:59.123456'",
                            "timestamp",
                            "1999-12-31 23:59:59.123456"),
                    new Value(
                            "TIMESTAMP(3)",
                            "TIMESTAMP '2024-02-29 00:00:00.001'",
                            "timestamp",
                            "2024-02-29 00:00:00.001"),
                    // 12:00 in New York, where the session is, is 16:00 in UTC.
                    new Value(
                            "TIMESTAMP_LTZ(3)",
                            "CAST(TIMESTAMP '2024-07-01 12:00:00' AS TIMESTAMP_LTZ(3))",
                            "timestamptz",
                            "2024-07-01 16:00:00"));

    /** All in one row of one job: a job costs a second. */
    @Test
    void writesWhatPostgresqlShowsAsTheSameValueAndNull() throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS typed; CREATE TABLE typed ("
                        + columns(Value::columnType)
                        + ")");
        sql.executeSql("CREATE TABLE typed (" + columns(Value::flinkType) + ")" + with("typed"));
        String nulls =
                VALUES.stream()
                        .map(value -> "CAST(NULL AS " + value.flinkType() + ")")
                        .collect(Collectors.joining(", "));
        String values = VALUES.stream().map(Value::flinkValue).collect(Collectors.joining(", "));
        sql.executeSql("INSERT INTO typed VALUES (" + values + "), (" + nulls + ")").await();
        for (int i = 0; i < VALUES.size(); i++) {
            Value value = VALUES.get(i);
            String shown = value.columnType().equals("timestamptz") ? " AT TIME ZONE 'UTC'" : "";
            assertThat(server.query("SELECT (c" + i + shown + ")::text FROM typed ORDER BY c" + i))
                    .as(value.toString())
                    .containsExactly(List.of(value.text()), nullRow());
        }
    }

    private static String columns(Function<Value, String> type) {
        return IntStream.range(0, VALUES.size())
                .mapToObj(i -> "c" + i + " " + type.apply(VALUES.get(i)))
                .collect(Collectors.joining(", "));
    }

    private static List<@Nullable Object> nullRow() {
        return Collections.singletonList(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"at-least-once", "exactly_once"})
    void writesEveryRowOfABoundedJobOnce(String guarantee) throws Exception {
        server.execute("DROP TABLE IF EXISTS numbers; CREATE TABLE numbers (id bigint, t text)");
        sql.getConfig().set("execution.checkpointing.interval", "200 ms");
        sql.executeSql(
                "CREATE TABLE source (id BIGINT, t STRING) WITH ('connector' = 'datagen',"
                        + " 'rows-per-second' = '40000', 'fields.id.kind' = 'sequence',"
                        + " 'fields.id.start' = '1', 'fields.id.end' = '60000')");
        sql.executeSql(
                "CREATE TABLE numbers (id BIGINT, t STRING)"
                        + with(
                                "numbers",
                                ", 'batch_size' = '777'",
                                ", 'delivery.guarantee' = '" + guarantee + "'"));
        sql.executeSql("INSERT INTO numbers SELECT * FROM source").await();
        assertThat(
                        server.query(
                                "SELECT count(*), count(DISTINCT id), min(id), max(id) FROM numbers"))
                .containsExactly(List.of(60_000L, 60_000L, 1L, 60_000L));
        assertThat(server.query("SELECT gid FROM pg_prepared_xacts")).isEmpty();
    }

    @Test
    void exactlyOnceWorksInBatchModeWithoutCheckpoints() throws Exception {
        server.execute("DROP TABLE IF EXISTS batch; CREATE TABLE batch (id int)");
        StreamTableEnvironment batch =
                StreamTableEnvironment.create(
                        StreamExecutionEnvironment.getExecutionEnvironment(),
                        EnvironmentSettings.inBatchMode());
        batch.executeSql(
                "CREATE TABLE batch (id INT)"
                        + with("batch", ", 'delivery.guarantee' = 'exactly-once'"));
        batch.executeSql("INSERT INTO batch VALUES (1), (2), (3)").await();
        assertThat(server.queryLong("SELECT sum(id) FROM batch")).isEqualTo(6);
    }

    @Test
    void writesToQuotedNamesInASchemaAndLeavesOtherColumnsToTheirDefaults() throws Exception {
        server.execute(
                "CREATE SCHEMA IF NOT EXISTS \"My App\"; DROP TABLE IF EXISTS \"My App\".\"T\";"
                        + " CREATE TABLE \"My App\".\"T\" (\"Id\" int, made text DEFAULT 'now')");
        sql.executeSql("CREATE TABLE quoted (`Id` INT)" + with("\"My App\".\"T\""));
        sql.executeSql("INSERT INTO quoted VALUES (1)").await();
        assertThat(server.query("SELECT \"Id\", made FROM \"My App\".\"T\""))
                .containsExactly(List.of(1, "now"));
    }

    @Test
    void connectsByPartsAndByAFallbackKey() throws Exception {
        server.execute("DROP TABLE IF EXISTS parts; CREATE TABLE parts (id int)");
        sql.executeSql(
                String.format(
                        "CREATE TABLE parts (id INT) WITH ('connector' = 'laminar-postgres',"
                                + " 'hostname' = '%s', 'port' = '%d', 'database' = 'postgres',"
                                + " 'username' = 'postgres', 'password' = 'x', 'table' = 'parts')",
                        server.host(), server.port()));
        sql.executeSql("INSERT INTO parts VALUES (1)").await();
        sql.executeSql(
                "CREATE TABLE fallback (id INT) WITH ('connector' = 'laminar-postgres',"
                        + " 'connection_string' = 'host=127.0.0.1 port="
                        + server.port()
                        + " user=postgres dbname=postgres', 'table' = 'parts')");
        sql.executeSql("INSERT INTO fallback VALUES (2)").await();
        assertThat(server.queryLong("SELECT sum(id) FROM parts")).isEqualTo(3);
    }

    @Test
    void flushesAfterTheIntervalWithoutACheckpoint() throws Exception {
        server.execute("DROP TABLE IF EXISTS timed; CREATE TABLE timed (id bigint)");
        sql.executeSql(
                "CREATE TABLE slow (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' ="
                        + " '5', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1',"
                        + " 'fields.id.end' = '1000000')");
        sql.executeSql(
                "CREATE TABLE timed (id BIGINT)" + with("timed", ", 'flush.interval' = '100 ms'"));
        var job =
                sql.executeSql("INSERT INTO timed SELECT * FROM slow").getJobClient().orElseThrow();
        try {
            Awaitility.await().until(() -> server.queryLong("SELECT count(*) FROM timed") > 3);
        } finally {
            job.cancel().get();
        }
    }

    @Test
    void theSessionCommitsDurablyWhateverTheServersDefaultIs() throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS durable; CREATE TABLE durable (id int, setting text DEFAULT"
                        + " current_setting('synchronous_commit'), patience text DEFAULT"
                        + " current_setting('idle_in_transaction_session_timeout'));"
                        + " ALTER ROLE postgres SET synchronous_commit = off; ALTER ROLE postgres"
                        + " SET idle_in_transaction_session_timeout = 5000");
        try {
            sql.executeSql("CREATE TABLE durable (id INT)" + with("durable"));
            sql.executeSql("INSERT INTO durable VALUES (1)").await();
        } finally {
            server.execute("ALTER ROLE postgres RESET ALL");
        }
        assertThat(server.query("SELECT setting, patience FROM durable"))
                .containsExactly(List.of("on", "30s"));
    }

    @Test
    void givesUpAServerThatSaysNothingAfterTheTimeOfTheOption() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            sql.executeSql(
                    "CREATE TABLE quiet (id INT) WITH ('connector' = 'laminar-postgres',"
                            + " 'hostname' = '127.0.0.1', 'port' = '"
                            + silent.getLocalPort()
                            + "', 'username' = 'u', 'table' = 'quiet', 'schema.validation' ="
                            + " 'false', 'connect_timeout' = '900 ms', 'retry.max_attempts' = '1')");
            assertThatThrownBy(() -> sql.executeSql("INSERT INTO quiet VALUES (1)").await())
                    .satisfies(
                            e ->
                                    assertThat(
                                                    ExceptionUtils.findThrowableWithMessage(
                                                            e,
                                                            "does not answer within"
                                                                    + " 'connect_timeout' = '900"
                                                                    + " ms'."))
                                            .isPresent());
        }
    }

    @Test
    void namesTheOptionWhenTheServerCancelsAStatement() throws Exception {
        server.execute("DROP TABLE IF EXISTS busy; CREATE TABLE busy (id int)");
        sql.executeSql(
                "CREATE TABLE busy (id INT)" + with("busy", ", 'statement_timeout' = '1 s'"));
        try (Connection other = server.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("LOCK TABLE busy IN SHARE MODE");
            assertThatThrownBy(() -> sql.executeSql("INSERT INTO busy VALUES (1)").await())
                    .satisfies(
                            e ->
                                    assertThat(
                                                    ExceptionUtils.findThrowableWithMessage(
                                                            e,
                                                            "(SQLSTATE 57014). If it ran into"
                                                                    + " 'statement_timeout', look in"
                                                                    + " pg_stat_activity and pg_locks at"
                                                                    + " what it waited for, or set the"
                                                                    + " option higher ('0 s' for no"
                                                                    + " limit)."))
                                            .isPresent());
        }
    }

    @Test
    void findsAtTheStartWhatPlanningCouldNotSee() throws Exception {
        server.execute("DROP TABLE IF EXISTS late");
        sql.executeSql(
                "CREATE TABLE late (id INT)" + with("late", ", 'schema.validation' = 'false'"));
        assertThatThrownBy(() -> sql.executeSql("INSERT INTO late VALUES (1)").await())
                .satisfies(
                        e ->
                                assertThat(
                                                ExceptionUtils.findThrowableWithMessage(
                                                        e,
                                                        "the table \"public\".\"late\" does not"
                                                                + " exist"))
                                        .isPresent());
    }

    @Test
    void anAdministratorIsToldWhatToCreateWhereTheSinkMayNot() throws Exception {
        server.execute(
                "DROP SCHEMA IF EXISTS locked CASCADE; CREATE SCHEMA locked; CREATE TABLE locked.t"
                        + " (id int); DROP ROLE IF EXISTS writer; CREATE ROLE writer LOGIN; GRANT USAGE"
                        + " ON SCHEMA locked TO writer; GRANT INSERT ON locked.t TO writer");
        sql.getConfig().set("execution.checkpointing.interval", "200 ms");
        sql.executeSql(
                "CREATE TABLE locked (id INT) WITH ('connector' = 'laminar-postgres',"
                        + " 'connection' = 'postgresql://writer@127.0.0.1:"
                        + server.port()
                        + "/postgres', 'table' = 'locked.t', 'delivery.guarantee' ="
                        + " 'exactly-once')");
        assertThatThrownBy(() -> sql.executeSql("INSERT INTO locked VALUES (1)").await())
                .satisfies(
                        e ->
                                assertThat(
                                                ExceptionUtils.findThrowableWithMessage(
                                                        e,
                                                        "The sink keeps its book of exactly-once in"
                                                                + " three small tables of schema"
                                                                + " 'locked', which do not exist, and it"
                                                                + " may not create them. Have an"
                                                                + " administrator run:"))
                                        .isPresent());
    }
}
