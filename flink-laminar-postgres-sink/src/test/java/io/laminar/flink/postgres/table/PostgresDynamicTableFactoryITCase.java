// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.testutils.logging.LoggerAuditingExtension;
import org.apache.flink.util.ExceptionUtils;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** What a user is told when a statement is planned, before anything runs. */
class PostgresDynamicTableFactoryITCase {

    @RegisterExtension
    private final LoggerAuditingExtension checkLog =
            new LoggerAuditingExtension(PlanningCheck.class, Level.WARN);

    @RegisterExtension
    private final LoggerAuditingExtension factoryLog =
            new LoggerAuditingExtension(PostgresDynamicTableFactory.class, Level.WARN);

    private final PostgresServer server;
    private final Map<String, String> options = new LinkedHashMap<>();
    private final StreamTableEnvironment sql =
            StreamTableEnvironment.create(StreamExecutionEnvironment.getExecutionEnvironment());

    PostgresDynamicTableFactoryITCase() throws IOException {
        server = PostgresServer.shared();
        options.put("connector", "laminar-postgres");
        options.put("connection", server.uri());
        options.put("table", "none");
    }

    /** What the planner says, without what Flink wraps around it. */
    private AbstractThrowableAssert<?, ? extends Throwable> planning(String columns) {
        sql.executeSql("CREATE TABLE s (" + columns + ") WITH ('connector' = 'datagen')");
        Throwable thrown = catchThrowable(() -> planInto("t", "s", columns));
        sql.executeSql("DROP TABLE s");
        sql.executeSql("DROP TABLE t");
        return assertThat(ExceptionUtils.findThrowable(thrown, t -> t.getCause() == null))
                .get(InstanceOfAssertFactories.THROWABLE)
                .isInstanceOf(ValidationException.class);
    }

    private String planInto(String table, String source, String columns) {
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
                "INSERT INTO " + table + " SELECT * FROM " + source,
                ExplainDetail.JSON_EXECUTION_PLAN);
    }

    @Test
    void suggestsTheOptionThatWasMeant() {
        options.put("batch_sise", "5");
        planning("id INT")
                .hasMessage(
                        "Connector 'laminar-postgres': Unknown option 'batch_sise'. Did you mean"
                                + " 'batch_size'?");
    }

    @Test
    void saysEverythingThatIsMissingAtOnce() {
        options.remove("connection");
        options.remove("table");
        planning("id INT")
                .hasMessage(
                        String.join(
                                System.lineSeparator(),
                                "Connector 'laminar-postgres': 2 options need mending:",
                                "- 'table' is missing: set it to the table that rows are written"
                                        + " to, such as 'public.trades'.",
                                "- Say where the server is: set 'connection' ="
                                        + " 'postgresql://user:password@host:5432/db', or 'hostname'"
                                        + " with 'database', 'username' and 'password', but not both."));
    }

    @Test
    void saysWhatIsWrongWithTheTableNameBesideTheRest() {
        options.put("table", "a.b.c");
        options.put("batch_size", "0");
        planning("id INT")
                .hasMessage(
                        String.join(
                                System.lineSeparator(),
                                "Connector 'laminar-postgres': 2 options need mending:",
                                "- 'table' is 'a.b.c', but must be 'table' or 'schema.table', with"
                                        + " names that hold other characters in double quotes.",
                                "- 'batch_size' is 0, but must be 1 to 1000000."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "hostname | db | 'hostname' is set beside 'connection': write the part in one of the"
                        + " two places.",
                "username | u | 'username' is set beside 'connection': write the part in one of the"
                        + " two places.",
                "database | d | 'database' is set beside 'connection': write the part in one of the"
                        + " two places.",
                "port | many | 'port' is 'many', but must be a whole number.",
                "batch_size | 0 | 'batch_size' is 0, but must be 1 to 1000000.",
                "pool_size | 65 | 'pool_size' is 65, but must be 1 to 64.",
                "sink.parallelism | 0 | 'sink.parallelism' is 0, but must be at least 1.",
                "write_mode | merge | 'write_mode' is 'merge', but must be one of 'append', 'upsert'.",
                "write_mode | upsert | 'write_mode' = 'upsert' has no key to match rows by. Declare"
                        + " PRIMARY KEY (…) NOT ENFORCED, set 'primary_key', or set 'write_mode' ="
                        + " 'append'.",
                "primary_key | ids | 'primary_key' names 'ids', which is no column. Did you mean"
                        + " 'id'?",
                "primary_key | other | 'primary_key' names 'other', which is no column. Columns: id.",
                "primary_key | id,id | 'primary_key' names a column twice: id, id.",
                "ignore_delete | true | 'ignore_delete' = 'true' has no meaning with 'write_mode' ="
                        + " 'append', which takes no deletions. Leave it out, or set 'write_mode' ="
                        + " 'upsert'.",
                "commit.strategy | two_phase | 'commit.strategy' has no meaning without"
                        + " 'delivery.guarantee' = 'exactly-once'. Set that, or leave it out.",
                "sink.id | mine | 'sink.id' has no meaning without 'delivery.guarantee' ="
                        + " 'exactly-once'. Set that, or leave it out.",
                "commit.strategy | both | 'commit.strategy' is 'both', but must be one of 'auto',"
                        + " 'two-phase', 'co-transactional'.",
                "schema.evolution | drop | 'schema.evolution' is 'drop', but must be one of 'none',"
                        + " 'add_columns'.",
                "on_error | dlq | 'on_error' is 'dlq', but must be one of 'fail', 'skip'.",
                "retry.max_attempts | 0 | 'retry.max_attempts' is 0, but must be at least 1.",
                "retry.max_delay | 10 ms | 'retry.initial_delay' is PT0.1S and 'retry.max_delay' is"
                        + " PT0.01S, but the first must be at least 1 ms, and the second not below"
                        + " the first.",
                "flush.interval | -1 s | 'flush.interval' is '-1 s', but must be a duration such as"
                        + " '5 s' or '200 ms'.",
                "flush.interval | 200000000000 d | 'flush.interval' is PT4800000000000H, but must be 0"
                        + " (no such time) to 36500 days.",
                "retry.max_delay | 200000000000 d | 'retry.max_delay' is PT4800000000000H, but must"
                        + " be at most 36500 days.",
                "ssl.mode | sure | 'ssl.mode' is 'sure', but must be one of 'disable', 'prefer',"
                        + " 'require', 'verify-ca', 'verify-full'.",
                "ssl.cert | c.crt | 'ssl.cert' is set without 'ssl.key': set both, or neither.",
                "ssl.key | c.key | 'ssl.key' is set without 'ssl.cert': set both, or neither.",
                "ssl.root.cert | ca.crt | 'ssl.root.cert' is set, but 'ssl.mode' = 'prefer' checks no"
                        + " certificate. Set 'ssl.mode' = 'verify-full' ('verify-ca' leaves the host"
                        + " name unchecked).",
                "connect_timeout | soon | 'connect_timeout' is 'soon', but must be a duration such"
                        + " as '5 s' or '200 ms'.",
                "statement_timeout | 25 d | 'statement_timeout' is PT600H, but must be between 0 (no"
                        + " limit) and 24 days.",
                "sink.id | \" \" | 'sink.id' must not be blank.",
                "table | a.b.c | 'table' is 'a.b.c', but must be 'table' or 'schema.table', with"
                        + " names that hold other characters in double quotes.",
                "delivery.guarantee | none | 'delivery.guarantee' = 'none' is not offered:"
                        + " 'at-least-once' costs no more. Set that, or 'exactly-once'.",
                "delivery.guarantee | twice | 'delivery.guarantee' is 'twice', but must be one of"
                        + " 'exactly-once', 'at-least-once', 'none'.",
                "connection | postgresql://u:s3cret@h/d?sslmod=x | The connection has the parameter"
                        + " 'sslmod', which is not known. Known: application_name,"
                        + " connect_timeout, sslcert, sslkey, sslmode, sslrootcert.",
                "connection | postgresql://u:s3cret@h/d?sslmode=allow | The connection's 'sslmode'"
                        + " is 'allow', but must be one of 'disable', 'prefer', 'require',"
                        + " 'verify-ca', 'verify-full'.",
                "connection | postgresql://u:s3cret@h/d?connect_timeout=2s | The connection's"
                        + " 'connect_timeout' is '2s', but must be a whole number of seconds.",
                "connection | postgresql://u:s3cret@h:70000/d | The connection's port is 70000, but"
                        + " must be 1 to 65535.",
                "connection | host=h port=0 | The connection's port is 0, but must be 1 to 65535.",
                "connection | host=/run/postgresql dbname=d | The host is '/run/postgresql', but"
                        + " Unix-domain sockets are not supported: give a name or an address that"
                        + " the server listens on by TCP.",
                "connection | host=h1,h2 dbname=d | The host is 'h1,h2', but must be one name or"
                        + " address: without port and path, an IPv6 address in 'hostname' without"
                        + " brackets.",
                "connection | mysql://u:s3cret@h/d | The connection URI starts with 'mysql://', but"
                        + " must start with 'postgresql://'."
            })
    void refusesABadValueAndSaysWhatIsGood(String key, String value, String message) {
        options.put(key, value);
        planning("id INT").hasMessageContaining(message).hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536, 70_000})
    void refusesAPortThatThereIsNot(int port) {
        options.remove("connection");
        options.put("hostname", "h");
        options.put("port", String.valueOf(port));
        planning("id INT")
                .hasMessage(
                        "Connector 'laminar-postgres': 'port' is %d, but must be 1 to 65535.",
                        port);
    }

    /** The driver would take them for several hosts, a port or parameters. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "h/d",
                "h?ssl=false",
                "h1,h2",
                "h&a=b",
                "u@h",
                "h#",
                "h h",
                "\t",
                "h:1",
                "[::1]",
                " "
            })
    void refusesAHostThatIsNotOne(String host) {
        options.remove("connection");
        options.put("hostname", host);
        planning("id INT")
                .hasMessage(
                        "Connector 'laminar-postgres': The host is '%s', but must be one name or"
                                + " address: without port and path, an IPv6 address in 'hostname'"
                                + " without brackets.",
                        host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"my_db.example", "127.0.0.1", "::1", "fe80::1%eth0", "::ffff:127.0.0.1"})
    void takesEveryOtherHost(String host) {
        options.remove("connection");
        options.put("hostname", host);
        options.put("schema.validation", "false");
        sql.executeSql("CREATE TABLE s (id INT) WITH ('connector' = 'datagen')");
        assertThatCode(() -> planInto("t", "s", "id INT")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"n0t-sh0wn", "${env:LAMINAR_NOT_SET}"})
    void refusesAPasswordBesideAConnectionThatHoldsOne(String secret) {
        options.put("connection", "postgresql://u:" + secret + "@h/d");
        options.put("password", "s3cret");
        planning("id INT")
                .hasMessage(
                        "Connector 'laminar-postgres': 'password' is set beside 'connection': write"
                                + " the part in one of the two places.");
    }

    @Test
    void takesBesideAConnectionWhatItLacks() {
        options.put("connection", "postgresql://127.0.0.1:" + server.port());
        options.put("username", "postgres");
        options.put("database", "nothing");
        sql.executeSql("CREATE TABLE s (id INT) WITH ('connector' = 'datagen')");
        assertThatThrownBy(() -> planInto("t", "s", "id INT"))
                .rootCause()
                .hasMessage("FATAL: database \"nothing\" does not exist");
    }

    /** What is around a reference is known where it leads nowhere. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "h/d?sslmod=x | The connection has the parameter 'sslmod', which is not known."
                        + " Known: application_name, connect_timeout, sslcert, sslkey, sslmode,"
                        + " sslrootcert.",
                "h/d?sslmode=allow | The connection's 'sslmode' is 'allow', but must be one of"
                        + " 'disable', 'prefer', 'require', 'verify-ca', 'verify-full'.",
                "h/d?connect_timeout=2s | The connection's 'connect_timeout' is '2s', but must be a"
                        + " whole number of seconds.",
                "h/d?sslcert=c | 'ssl.cert' is set without 'ssl.key': set both, or neither.",
                "h/d?sslkey=k | 'ssl.key' is set without 'ssl.cert': set both, or neither.",
                "h/d?sslcert=c&sslkey=k&sslmode=disable | 'ssl.cert' is set, but 'ssl.mode' ="
                        + " 'disable' switches TLS off. Set 'ssl.mode' = 'verify-full', or remove"
                        + " 'ssl.cert' and 'ssl.key'.",
                "h/d?sslrootcert=ca | 'ssl.root.cert' is set, but 'ssl.mode' = 'prefer' checks no"
                        + " certificate. Set 'ssl.mode' = 'verify-full' ('verify-ca' leaves the host"
                        + " name unchecked).",
                "h/d d | The connection URI can't be parsed: Illegal character in path at character"
                        + " 44. Percent-encode special characters in user and password.",
                "h:0/d | The connection's port is 0, but must be 1 to 65535.",
                "h1,h2/d | The connection URI has no valid 'host:port'. Percent-encode special"
                        + " characters in user and password; one host only."
            })
    void refusesABadConnectionAroundAReference(String rest, String message) {
        options.put("connection", "postgresql://app:${env:LAMINAR_NOT_SET}@" + rest);
        planning("id INT").hasMessage("Connector 'laminar-postgres': " + message);
    }

    @Test
    void refusesABadSchemeBeforeAReference() {
        options.put("connection", "mysql://app:${env:LAMINAR_NOT_SET}@h/d");
        planning("id INT")
                .hasMessageContaining(
                        "The connection URI starts with 'mysql://', but must start with"
                                + " 'postgresql://'.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${env:LAMINAR_NOT_SET}",
                "${env:LAMINAR_NOT_SET}?sslmode=require",
                "postgresql://app@h/d?sslmode=${env:LAMINAR_NOT_SET}&sslrootcert=ca",
                "postgresql://app@h/d?connect_timeout=${env:LAMINAR_NOT_SET}",
                "postgresql://app@${env:LAMINAR_NOT_SET}:${env:LAMINAR_NOT_SET}/d",
                "host=${env:LAMINAR_NOT_SET} port=${env:LAMINAR_NOT_SET}"
            })
    void leavesAReferenceUnchecked(String connection) {
        options.put("connection", connection);
        sql.executeSql("CREATE TABLE s (id INT) WITH ('connector' = 'datagen')");
        assertThatCode(() -> planInto("t", "s", "id INT")).doesNotThrowAnyException();
        assertThat(checkLog.getMessages()).hasSize(1);
    }

    @Test
    void refusesABadConnectionThatAReferenceLeadsTo(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("uri"), "postgresql://u:s3cret@h/d?sslmod=x");
        options.put("connection", "${file:" + file + "}");
        sql.executeSql("CREATE TABLE s (id INT) WITH ('connector' = 'datagen')");
        assertThatThrownBy(() -> planInto("t", "s", "id INT"))
                .cause()
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "The connection has the parameter 'sslmod', which is not known. Known:"
                                + " application_name, connect_timeout, sslcert, sslkey, sslmode,"
                                + " sslrootcert.");
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        options.put("primary_key", "id");
        options.put("write_mode", "append");
        planning("id INT")
                .hasMessageContaining(
                        "'primary_key' has no meaning with 'write_mode' = 'append'. Leave it out, or"
                                + " set 'write_mode' = 'upsert'.");
        options.remove("write_mode");
        options.put("delivery.guarantee", "exactly-once");
        options.put("commit.strategy", "two-phase");
        planning("id INT")
                .hasMessageContaining(
                        "'commit.strategy' = 'two-phase' can't upsert: a row would wait for the lock"
                                + " of the epoch before, which only its own task could release. Set"
                                + " 'co-transactional' or 'auto', or 'write_mode' = 'append'.");
        options.remove("commit.strategy");
        options.put("retry.max_attempts", "1000");
        planning("id INT")
                .hasMessageContaining(
                        "The delays of 'retry.…' add up to PT2H45M32.7S, but a commit must be over"
                                + " before a checkpoint times out ('execution.checkpointing.timeout'"
                                + " = PT10M). Lower 'retry.max_attempts' or 'retry.max_delay'.");
    }

    @Test
    void refusesAKeyThatIsNotTheOneOfTheDdl() {
        options.put("primary_key", "code, id");
        planning("id INT, code INT, PRIMARY KEY (id) NOT ENFORCED")
                .hasMessage(
                        "Connector 'laminar-postgres': 'primary_key' is 'code, id', but the DDL has"
                                + " PRIMARY KEY (id), by which Flink brings all changes of a key to"
                                + " one subtask. Leave the option out, or declare PRIMARY KEY (code,"
                                + " id) NOT ENFORCED.");
        planning("id INT, code INT, PRIMARY KEY (id, code) NOT ENFORCED")
                .hasMessageContaining("does not exist");
    }

    @ParameterizedTest
    @CsvSource({
        "ssl.mode, require, sslmode",
        "ssl.root.cert, ca.crt, sslrootcert",
        "ssl.cert, c.crt, sslcert",
        "ssl.key, c.key, sslkey",
        "connect_timeout, 1 s, connect_timeout"
    })
    void refusesAnOptionBesideTheSameParameter(String key, String value, String parameter) {
        options.put(key, value);
        for (String secret : List.of("s3cret", "${env:LAMINAR_NOT_SET}")) {
            options.put("connection", "postgresql://u:" + secret + "@h/d?" + parameter + "=1");
            planning("id INT")
                    .hasMessage(
                            "Connector 'laminar-postgres': '%s' is set beside '%s' in"
                                    + " 'connection': write it in one of the two places.",
                            key, parameter);
        }
    }

    @ParameterizedTest
    @CsvSource({"ssl.mode, Verify_Full, ''", "pool_size, 2, ?sslmode=verify-full"})
    void insistsOnTlsWhereTheOptionOrTheParameterDoes(String key, String value, String parameter) {
        options.put(key, value);
        options.put("connection", server.uri() + parameter);
        sql.executeSql("CREATE TABLE s (id INT) WITH ('connector' = 'datagen')");
        assertThatThrownBy(() -> planInto("t", "s", "id INT"))
                .cause()
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "The server 127.0.0.1:%d/postgres offers no TLS, which 'ssl.mode' ="
                                + " 'verify-full' insists on. Switch it on there ('ssl = on' in"
                                + " postgresql.conf, with a certificate), or set 'ssl.mode' ="
                                + " 'prefer'.",
                        server.port());
    }

    @Test
    void saysThatTheTableIsMissing() {
        planning("id INT")
                .hasMessage(
                        "Table public.none on 127.0.0.1:%d/postgres: the table \"public\".\"none\""
                                + " does not exist, or the user may not see it. Create it, or mend"
                                + " 'table' (names with capitals need double quotes).",
                        server.port());
    }

    @Test
    void reportsAllThatDoesNotFitInOneMessage() throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS misfit; CREATE TABLE misfit (id bigint PRIMARY KEY, price"
                        + " numeric(10,2) NOT NULL, name text, made timestamptz, other uuid, twice"
                        + " bigint GENERATED ALWAYS AS (id * 2) STORED)");
        options.put("table", "misfit");
        planning(
                        "price DECIMAL(10, 4), nam STRING, made INT, other BIGINT, twice"
                                + " BIGINT, tags ARRAY<INT>")
                .hasMessage(
                        String.join(
                                System.lineSeparator(),
                                "Table public.misfit on 127.0.0.1:"
                                        + server.port()
                                        + "/postgres has 7 findings:",
                                "- column 'price' is DECIMAL(10, 4) in Flink, but numeric(10,2) on"
                                        + " the server, which would round it. CAST it to a DECIMAL of"
                                        + " the server's scale, and change the DDL.",
                                "- column 'nam' does not exist there. Did you mean 'name'?",
                                "- column 'made' is INT in Flink, but timestamp with time zone on"
                                        + " the server. It fits: bigint, integer, numeric. CAST it"
                                        + " in the query, and change the DDL.",
                                "- column 'other' is BIGINT in Flink, but uuid on the server. It"
                                        + " fits: bigint, numeric. CAST it in the query, and change"
                                        + " the DDL.",
                                "- column 'twice' is generated by the server: leave it out of the"
                                        + " DDL.",
                                "- column 'tags' does not exist there; its columns are id, price,"
                                        + " name, made, other, twice.",
                                "- column 'id' is NOT NULL without a default, but the DDL leaves it"
                                        + " out: add it, or give it a default on the server."));
    }

    @Test
    void isSilentAboutTheTableWhenValidationIsOff() {
        options.put("schema.validation", "false");
        sql.executeSql("CREATE TABLE s (id INT) WITH ('connector' = 'datagen')");
        assertThatCode(() -> planInto("t", "s", "id INT")).doesNotThrowAnyException();
    }

    @Test
    void givesTheSinkItsParallelism() {
        options.put("schema.validation", "false");
        options.put("sink.parallelism", "3");
        sql.getConfig().set("parallelism.default", "2");
        sql.executeSql("CREATE TABLE s (id INT) WITH ('connector' = 'datagen')");
        assertThat(planInto("t", "s", "id INT"))
                .containsPattern("t\\[\\d+]: Writer\"[^}]*\"parallelism\" : 3");
    }

    @Test
    void plansWithoutTheCheckWhereTheServerCannotBeReached() {
        options.put("connection", "postgresql://app@127.0.0.1:1/app");
        sql.executeSql("CREATE TABLE s (id INT) WITH ('connector' = 'datagen')");
        assertThatCode(() -> planInto("t", "s", "id INT")).doesNotThrowAnyException();
        assertThat(checkLog.getMessages())
                .containsExactly(
                        "Table public.none is not checked before the job starts:"
                                + " 127.0.0.1:1/app can't be asked from here.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"connection", "hostname"})
    void plansWithoutTheCheckWhereASecretIsNotKnown(String form) {
        String secret = "${env:LAMINAR_NOT_SET}";
        options.remove("connection");
        options.putAll(
                form.equals("connection")
                        ? Map.of("connection", "postgresql://app:" + secret + "@127.0.0.1:1/app")
                        : Map.of(
                                "hostname", "127.0.0.1",
                                "port", "1",
                                "username", "app",
                                "password", secret));
        sql.executeSql("CREATE TABLE s (id INT) WITH ('connector' = 'datagen')");
        assertThatCode(() -> planInto("t", "s", "id INT")).doesNotThrowAnyException();
        assertThat(checkLog.getMessages())
                .containsExactly("Table public.none is not checked before the job starts.");
        assertThat(factoryLog.getMessages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "postgresql://app:s3cret@h/d", "postgresql://app:s3cret@${env:HOST}"})
    void warnsOfAPasswordThatStandsInTheOptions(String connection) {
        options.remove("connection");
        options.putAll(
                connection.isEmpty()
                        ? Map.of("hostname", "h", "username", "app", "password", "s3cret")
                        : Map.of("connection", connection));
        options.put("schema.validation", "false");
        sql.executeSql("CREATE TABLE s (id INT) WITH ('connector' = 'datagen')");
        planInto("t", "s", "id INT");
        assertThat(factoryLog.getMessages())
                .containsExactly(
                        "Table `default_catalog`.`default_database`.`t` holds a password as plain"
                                + " text, which travels in the job graph. '${env:NAME}' or"
                                + " '${file:/path}' in its place keeps it out.");
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, postgres, 28000, FATAL: role \"nobody\" does not exist",
        "postgres, nothing, 3D000, FATAL: database \"nothing\" does not exist"
    })
    void saysThatTheServerRefusesUs(String user, String database, String state, String reason) {
        options.put(
                "connection",
                "postgresql://" + user + ":s3cret@127.0.0.1:" + server.port() + "/" + database);
        assertThatThrownBy(
                        () -> {
                            sql.executeSql(
                                    "CREATE TABLE s (id INT) WITH ('connector' = 'datagen')");
                            planInto("t", "s", "id INT");
                        })
                .rootCause()
                .hasMessage(reason);
        assertThatThrownBy(() -> planInto("t2", "s", "id INT"))
                .cause()
                .hasMessage(
                        "The server 127.0.0.1:%d/%s refuses the connection: %s (SQLSTATE %s). Mend"
                                + " user, password or database of the table's options.",
                        server.port(), database, reason, state);
    }

    @Test
    void exactlyOnceNeedsCheckpoints() throws Exception {
        server.execute("CREATE TABLE IF NOT EXISTS planned (id int)");
        options.put("table", "planned");
        options.put("delivery.guarantee", "exactly-once");
        planning("id INT")
                .hasMessage(
                        "'delivery.guarantee' = 'exactly-once' commits with Flink's checkpoints,"
                                + " which are off. SET 'execution.checkpointing.interval' = '10 s', or"
                                + " set 'delivery.guarantee' = 'at-least-once'.");
        sql.getConfig().set("execution.checkpointing.interval", "1 s");
        sql.executeSql("CREATE TABLE s (id INT) WITH ('connector' = 'datagen')");
        assertThatCode(() -> planInto("t", "s", "id INT")).doesNotThrowAnyException();
    }

    @Test
    void twoPhaseNeedsPreparedTransactionsOnTheServer() throws Exception {
        try (PostgresServer without =
                PostgresServer.start(Map.of("max_prepared_transactions", "0"))) {
            without.execute("CREATE TABLE planned (id int)");
            options.put("connection", without.uri());
            options.put("table", "planned");
            options.put("delivery.guarantee", "exactly-once");
            options.put("commit.strategy", "two-phase");
            sql.getConfig().set("execution.checkpointing.interval", "1 s");
            planning("id INT")
                    .hasMessage(
                            "Table public.planned on 127.0.0.1:%d/postgres: 'commit.strategy' ="
                                    + " 'two-phase' needs max_prepared_transactions of 2 or more (2 x"
                                    + " parallelism, and as many for every other such sink), but"
                                    + " the server has 0. Raise it in postgresql.conf and restart"
                                    + " the server, or set 'commit.strategy' = 'co-transactional'.",
                            without.port());
            options.put("sink.parallelism", "3");
            planning("id INT").hasMessageContaining("max_prepared_transactions of 6 or more");
            options.put("commit.strategy", "auto");
            sql.executeSql("CREATE TABLE s (id INT) WITH ('connector' = 'datagen')");
            assertThatCode(() -> planInto("t", "s", "id INT")).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "VIEW kind AS SELECT 1 AS id, a view",
        "MATERIALIZED VIEW kind AS SELECT 1 AS id, a materialized view",
        "FOREIGN TABLE kind (id int) SERVER kind_away, a foreign table",
        "SEQUENCE kind, no table"
    })
    void refusesWhatIsNoTable(String what, String kind) throws Exception {
        server.execute(
                "DROP SCHEMA IF EXISTS kinds CASCADE; CREATE SCHEMA kinds; DROP FOREIGN DATA WRAPPER"
                        + " IF EXISTS kind_far CASCADE; CREATE FOREIGN DATA WRAPPER kind_far; CREATE"
                        + " SERVER kind_away FOREIGN DATA WRAPPER kind_far; CREATE "
                        + what.replace("kind ", "kinds.kind ").replaceFirst("kind$", "kinds.kind"));
        options.put("table", "kinds.kind");
        options.put("schema.evolution", "add_columns");
        planning("id INT NOT NULL, v INT, PRIMARY KEY (id) NOT ENFORCED")
                .hasMessage(
                        "Table kinds.kind on 127.0.0.1:%d/postgres: \"kinds\".\"kind\" is %s. This"
                                + " sink writes to tables, plain or partitioned: set 'table' to"
                                + " one.",
                        server.port(), kind);
    }

    @Test
    void upsertNeedsAUniqueIndexAndSaysWhichWithTheOtherFindings() throws Exception {
        server.execute("DROP TABLE IF EXISTS keyless; CREATE TABLE keyless (a int, b int, c int)");
        options.put("table", "keyless");
        planning("a INT NOT NULL, b INT NOT NULL, total INT, PRIMARY KEY (a, b) NOT ENFORCED")
                .hasMessage(
                        String.join(
                                System.lineSeparator(),
                                "Table public.keyless on 127.0.0.1:"
                                        + server.port()
                                        + "/postgres has 2 findings:",
                                "- column 'total' does not exist there; its columns are a, b, c.",
                                "- the key (a, b) is not unique there: no unique index is on exactly"
                                        + " these columns, so no row can take another's place. Run:"
                                        + " CREATE UNIQUE INDEX ON \"public\".\"keyless\" (\"a\","
                                        + " \"b\"); or mend the key."));
    }

    @ParameterizedTest
    @CsvSource({
        "append, at-least-once, auto, INSERT",
        "upsert, at-least-once, auto, DELETE; INSERT; SELECT; UPDATE",
        "append, exactly-once, co-transactional, INSERT; CREATE"
    })
    void saysWhichRightsAreMissing(String mode, String guarantee, String strategy, String rights)
            throws Exception {
        server.execute(
                "DROP TABLE IF EXISTS barred; CREATE TABLE barred (id int PRIMARY KEY, v int); DROP"
                        + " ROLE IF EXISTS barred_writer; CREATE ROLE barred_writer LOGIN; REVOKE"
                        + " CREATE ON SCHEMA public FROM PUBLIC");
        options.put(
                "connection",
                "postgresql://barred_writer@127.0.0.1:" + server.port() + "/postgres");
        options.put("table", "barred");
        options.put("write_mode", mode);
        options.put("delivery.guarantee", guarantee);
        if (!strategy.equals("auto")) {
            options.put("commit.strategy", strategy);
        }
        sql.getConfig().set("execution.checkpointing.interval", "1 s");
        AbstractThrowableAssert<?, ? extends Throwable> message =
                planning("id INT NOT NULL, v INT, PRIMARY KEY (id) NOT ENFORCED");
        for (String right : rights.split("; ", -1)) {
            message.hasMessageContaining(
                    right.equals("CREATE")
                            ? "GRANT CREATE ON SCHEMA \"public\" TO \"barred_writer\";"
                            : "GRANT " + right + " ON \"public\".\"barred\" TO \"barred_writer\"");
        }
    }
}
