// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.testutils.logging.LoggerAuditingExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** What a user is told of the options when a statement is planned. */
class PostgresDynamicTableFactoryITCase extends PlanningTestBase {

    @RegisterExtension
    private final LoggerAuditingExtension factoryLog =
            new LoggerAuditingExtension(PostgresDynamicTableFactory.class, Level.WARN);

    PostgresDynamicTableFactoryITCase() throws IOException {}

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
        assertThatCode(() -> planInto("t", "id INT")).doesNotThrowAnyException();
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
        assertThatThrownBy(() -> planInto("t", "id INT"))
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

    @Test
    void refusesABadConnectionThatAReferenceLeadsTo(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("uri"), "postgresql://u:s3cret@h/d?sslmod=x");
        options.put("connection", "${file:" + file + "}");
        assertThatThrownBy(() -> planInto("t", "id INT"))
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
        assertThatThrownBy(() -> planInto("t", "id INT"))
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
    void givesTheSinkItsParallelism() {
        options.put("schema.validation", "false");
        options.put("sink.parallelism", "3");
        sql.getConfig().set("parallelism.default", "2");
        assertThat(planInto("t", "id INT"))
                .containsPattern("t\\[\\d+]: Writer\"[^}]*\"parallelism\" : 3");
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
        planInto("t", "id INT");
        assertThat(factoryLog.getMessages())
                .containsExactly(
                        "Table `default_catalog`.`default_database`.`t` holds a password as plain"
                                + " text, which travels in the job graph. '${env:NAME}' or"
                                + " '${file:/path}' in its place keeps it out.");
    }
}
