// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.postgres.option.SchemaEvolution;
import io.laminar.flink.sdk.postgres.TableName;
import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class TableDdlITCase {

    private static final TableName TABLE = new TableName("Ddl", "Made \"here\"");

    private static final RowType ROWS =
            new RowType(
                    List.of(
                            new RowType.RowField("id", new IntType(/* isNullable= */ false)),
                            new RowType.RowField("Name", new VarCharType(20))));

    private static final SchemaChanges CREATE =
            new SchemaChanges(true, List.of("id"), SchemaEvolution.NONE);
    private static final SchemaChanges ADD =
            new SchemaChanges(false, List.of(), SchemaEvolution.ADD_COLUMNS);

    private final PostgresServer server;
    private final List<PostgresSession> sessions = new ArrayList<>();

    TableDdlITCase() throws IOException {
        server = PostgresServer.shared();
    }

    @BeforeEach
    void createSchema() throws Exception {
        server.execute(
                "DROP SCHEMA IF EXISTS \"Ddl\" CASCADE; CREATE SCHEMA \"Ddl\"; DROP ROLE IF EXISTS"
                        + " ddl_reader; CREATE ROLE ddl_reader LOGIN; GRANT USAGE ON SCHEMA \"Ddl\""
                        + " TO ddl_reader");
    }

    @AfterEach
    void closeSessions() throws SQLException {
        for (PostgresSession session : sessions) {
            session.close();
        }
        server.execute("DROP SCHEMA \"Ddl\" CASCADE; DROP ROLE ddl_reader");
    }

    private PostgresSession session(String user) throws SQLException {
        PostgresSession session =
                PostgresConnection.of(
                                SecretText.of(
                                        "postgresql://"
                                                + user
                                                + "@127.0.0.1:"
                                                + server.port()
                                                + "/postgres"))
                        .openSession("ddl test");
        sessions.add(session);
        return session;
    }

    private PostgresSession session() throws SQLException {
        return session("postgres");
    }

    private static TableDdl ddl(RowType rows, SchemaChanges changes) {
        return new TableDdl(TABLE, rows, changes, /* attempts= */ 2);
    }

    private List<List<String>> columns() throws SQLException {
        return server
                .query(
                        "SELECT attname, format_type(atttypid, atttypmod), attnotnull::text FROM"
                                + " pg_attribute WHERE attrelid = '"
                                + TABLE.sql()
                                + "'::regclass AND attnum > 0 ORDER BY attnum")
                .stream()
                .map(row -> row.stream().map(String::valueOf).toList())
                .toList();
    }

    /** Runs it in many sessions at the same moment. */
    private void runAtOnce(TableDdl ddl) throws Exception {
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                PostgresSession session = session();
                runs.add(
                        executor.submit(
                                () -> {
                                    start.await();
                                    ddl.prepare(session);
                                    return null;
                                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @RepeatedTest(10)
    void manySubtasksCreateOneTable() throws Exception {
        runAtOnce(new TableDdl(TABLE, ROWS, CREATE));
        assertThat(columns())
                .containsExactly(
                        List.of("id", "integer", "true"),
                        List.of("Name", "character varying(20)", "false"));
        assertThat(
                        server.query(
                                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid"
                                        + " = '"
                                        + TABLE.sql()
                                        + "'::regclass AND contype = 'p'"))
                .containsExactly(List.of("PRIMARY KEY (id)"));
    }

    @RepeatedTest(10)
    void manySubtasksAddOneColumn() throws Exception {
        server.execute("CREATE TABLE " + TABLE.sql() + " (id int NOT NULL)");
        runAtOnce(new TableDdl(TABLE, ROWS, ADD));
        assertThat(columns())
                .containsExactly(
                        List.of("id", "integer", "true"),
                        List.of("Name", "character varying(20)", "false"));
    }

    @Test
    void addsColumnsToAPartitionedTableAndItsPartitions() throws Exception {
        server.execute(
                "CREATE TABLE "
                        + TABLE.sql()
                        + " (id int) PARTITION BY RANGE (id); CREATE TABLE \"Ddl\".part PARTITION OF "
                        + TABLE.sql()
                        + " FOR VALUES FROM (0) TO (10)");
        ddl(ROWS, ADD).prepare(session());
        server.execute("INSERT INTO " + TABLE.sql() + " VALUES (1, 'one')");
        assertThat(server.query("SELECT \"Name\" FROM \"Ddl\".part"))
                .containsExactly(List.of("one"));
    }

    @Test
    void changesNothingUnlessAsked() throws Exception {
        server.execute("CREATE TABLE " + TABLE.sql() + " (id int)");
        ddl(ROWS, SchemaChanges.NONE).prepare(session());
        ddl(ROWS, CREATE).prepare(session());
        assertThat(columns()).containsExactly(List.of("id", "integer", "false"));
    }

    @Test
    void needsNoRightsForWhatIsThere() throws Exception {
        ddl(ROWS, CREATE).prepare(session());
        PostgresSession reader = session("ddl_reader");
        ddl(ROWS, CREATE).prepare(reader);
        ddl(ROWS, ADD).prepare(reader);
        assertThat(columns()).hasSize(2);
    }

    @Test
    void givesAnAdministratorTheStatements() throws Exception {
        PostgresSession reader = session("ddl_reader");
        String create =
                "CREATE TABLE IF NOT EXISTS \"Ddl\".\"Made \"\"here\"\"\" (\"id\" integer NOT NULL,"
                        + " \"Name\" character varying(20), PRIMARY KEY (\"id\"));";
        assertThatThrownBy(() -> ddl(ROWS, CREATE).prepare(reader))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "The sink can't change the schema of \"Ddl\".\"Made \"\"here\"\"\" as"
                                + " 'auto_create_table' and 'schema.evolution' ask: ERROR: permission"
                                + " denied for schema Ddl%n  Position: 28. Have an administrator"
                                + " run:%n%s",
                        create);
        server.execute(create);
        server.execute("ALTER TABLE " + TABLE.sql() + " DROP COLUMN \"Name\"");
        assertThatThrownBy(() -> ddl(ROWS, ADD).prepare(reader))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith(
                        "must be owner of table Made \"here\". Have an administrator run:%nALTER"
                                + " TABLE \"Ddl\".\"Made \"\"here\"\"\" ADD COLUMN IF NOT EXISTS"
                                + " \"Name\" character varying(20);",
                        "");
    }

    @Test
    void saysThatTheSchemaIsMissing() throws Exception {
        PostgresSession session = session();
        TableDdl ddl = new TableDdl(new TableName("nowhere", "t"), ROWS, CREATE);
        assertThatThrownBy(() -> ddl.prepare(session))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("schema \"nowhere\" does not exist")
                .hasMessageContaining(
                        String.format(
                                "run:%nCREATE SCHEMA \"nowhere\";%nCREATE TABLE IF NOT EXISTS"));
    }

    @Test
    void givesUpWhereAnotherTransactionHoldsTheTable() throws Exception {
        server.execute("CREATE TABLE " + TABLE.sql() + " (id int)");
        try (Connection other = server.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("INSERT INTO " + TABLE.sql() + " VALUES (1)");
            PostgresSession session = session();
            assertThatThrownBy(() -> ddl(ROWS, ADD).prepare(session))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "The columns that \"Ddl\".\"Made \"\"here\"\"\" lacks could not be added"
                                    + " in 2 s: other transactions hold the table. Look for them in"
                                    + " pg_locks and pg_prepared_xacts; or stop the jobs that write"
                                    + " to it and run: ALTER TABLE \"Ddl\".\"Made \"\"here\"\"\" ADD"
                                    + " COLUMN IF NOT EXISTS \"Name\" character varying(20);");
            assertThat(session.connection().getAutoCommit()).isTrue();
        }
    }

    @Test
    void aLostConnectionIsSaidAsTheServerSaysIt() throws Exception {
        server.execute("CREATE TABLE " + TABLE.sql() + " (id int)");
        try (Connection other = server.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("INSERT INTO " + TABLE.sql() + " VALUES (1)");
            PostgresSession session = session();
            int pid = session.backendPid().orElseThrow();
            CompletableFuture<Throwable> failure =
                    CompletableFuture.supplyAsync(
                            () ->
                                    catchThrowable(
                                            () -> new TableDdl(TABLE, ROWS, ADD).prepare(session)));
            await().until(
                            () ->
                                    server.queryLong(
                                                    "SELECT count(*) FROM pg_locks WHERE NOT granted"
                                                            + " AND pid = "
                                                            + pid)
                                            == 1);
            server.execute("SELECT pg_terminate_backend(" + pid + ")");
            assertThat(failure.get())
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> {
                                assertThat(e.getSQLState()).isEqualTo("57P01");
                                assertThat(e.getSuppressed()).hasSize(1);
                            });
        }
    }

    /** It added the columns, and writes until a checkpoint that waits for us. */
    @Test
    void doesNotWaitForASubtaskThatWritesAlready() throws Exception {
        server.execute("CREATE TABLE " + TABLE.sql() + " (id int)");
        ddl(ROWS, ADD).prepare(session());
        try (Connection other = server.connect();
                Statement write = other.createStatement()) {
            other.setAutoCommit(false);
            write.execute("INSERT INTO " + TABLE.sql() + " VALUES (1, 'one')");
            ddl(ROWS, ADD).prepare(session());
        }
    }

    static final List<Arguments> UNWRITABLE =
            List.of(
                    Arguments.of(
                            new MapType(new IntType(), new IntType()),
                            "column 'odd' is MAP<INT, INT> in Flink, and JSON has no form for"
                                    + " MAP<INT, INT>. CAST it, to STRING for instance; a MAP needs"
                                    + " keys of STRING."),
                    Arguments.of(
                            new ArrayType(RowType.of(new MultisetType(new IntType()))),
                            "column 'odd' is ARRAY<ROW<`f0` MULTISET<INT>>> in Flink, and JSON has"
                                    + " no form for MULTISET<INT>. CAST it, to STRING for instance;"
                                    + " a MAP needs keys of STRING."),
                    Arguments.of(
                            Stream.iterate((LogicalType) new IntType(), ArrayType::new)
                                    .skip(7)
                                    .findFirst()
                                    .orElseThrow(),
                            "column 'odd' is an array of 7 dimensions, but PostgreSQL has at most 6."
                                    + " Make the column jsonb."),
                    Arguments.of(
                            new MultisetType(new IntType()),
                            "column 'odd': MULTISET<INT> has no column type that this sink can"
                                    + " write. CAST it, to STRING for instance."));

    @ParameterizedTest
    @FieldSource("UNWRITABLE")
    void createsAndAddsNothingThatCouldNotBeWritten(LogicalType type, String finding)
            throws Exception {
        RowType rows =
                new RowType(
                        List.of(
                                new RowType.RowField("id", new IntType()),
                                new RowType.RowField("odd", type)));
        PostgresSession session = session();
        assertThat(ddl(rows, CREATE).findings(TargetTable.read(session.connection(), TABLE)))
                .containsExactly(finding);
        ddl(rows, CREATE).prepare(session);
        assertThat(TargetTable.read(session.connection(), TABLE).exists()).isFalse();
        server.execute("CREATE TABLE " + TABLE.sql() + " (id int)");
        assertThat(ddl(rows, ADD).findings(TargetTable.read(session.connection(), TABLE)))
                .containsExactly(finding);
        ddl(rows, ADD).prepare(session);
        assertThat(columns()).hasSize(1);
    }

    @Test
    void findsWhatItCouldNotCreate() throws Exception {
        RowType odd =
                new RowType(
                        List.of(
                                new RowType.RowField("id", new IntType()),
                                new RowType.RowField("need", new IntType(false)),
                                new RowType.RowField("odd", new MultisetType(new IntType()))));
        Connection connection = session().connection();
        assertThat(ddl(ROWS, CREATE).findings(TargetTable.read(connection, TABLE))).isEmpty();
        assertThat(ddl(odd, CREATE).findings(TargetTable.read(connection, TABLE)))
                .containsExactly(
                        "column 'odd': MULTISET<INT> has no column type that this sink can write."
                                + " CAST it, to STRING for instance.");
        assertThat(ddl(ROWS, ADD).findings(TargetTable.read(connection, TABLE)))
                .singleElement()
                .asString()
                .contains("does not exist");
        server.execute("CREATE TABLE " + TABLE.sql() + " (id int, more int NOT NULL)");
        assertThat(ddl(ROWS, CREATE).findings(TargetTable.read(connection, TABLE)))
                .anyMatch(finding -> finding.startsWith("column 'Name' does not exist there"));
        assertThat(ddl(odd, ADD).findings(TargetTable.read(connection, TABLE)))
                .containsExactly(
                        "column 'more' is NOT NULL without a default, but the DDL leaves it out: add"
                                + " it, or give it a default on the server.",
                        "column 'need' does not exist there, and is NOT NULL in the DDL, which rows"
                                + " that are there could not meet. Declare it nullable, or add it on"
                                + " the server with a default.",
                        "column 'odd': MULTISET<INT> has no column type that this sink can write."
                                + " CAST it, to STRING for instance.");
    }
}
