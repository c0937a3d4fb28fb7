// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.testing.FreePorts;
import io.laminar.flink.testing.MySqlServer;
import io.laminar.flink.testing.MySqlVersion;
import io.laminar.flink.testing.TestedSql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;

/** What is said before a job starts. */
final class MySqlCheckITCase {

    @Test
    void tellsAllThatIsWrongAtOnce() throws Exception {
        try (MySqlServer server =
                MySqlServer.start(
                        MySqlVersion.MARIADB_11,
                        Map.of(
                                "skip_log_bin", "",
                                "binlog_format", "STATEMENT",
                                "binlog_row_image", "MINIMAL"))) {
            server.execute(
                    """
                    CREATE USER 'reader'@'%' IDENTIFIED BY 'pass';
                    CREATE DATABASE shop; USE shop;
                    CREATE TABLE orders (id BIGINT PRIMARY KEY, customer INT, odd INET6,
                        ts TIMESTAMP);
                    GRANT SELECT ON shop.orders TO 'reader'@'%'""");
            assertThatThrownBy(
                            () ->
                                    explain(
                                            server.uri("reader", "pass", "shop"),
                                            "orders",
                                            "id INT, custmer INT, odd STRING, ts TIMESTAMP(0),"
                                                    + " PRIMARY KEY (ts) NOT ENFORCED",
                                            "'server-time-zone' = '+09:00'"))
                    .rootCause()
                    .isInstanceOf(ValidationException.class)
                    .hasMessage(
                            """
                            Connector 'laminar-mysql-cdc': the changes of the table shop.orders on\
                             127.0.0.1:%d can't be read. 9 things need mending:
                            - The server keeps no binary log (log_bin = OFF).
                              Mend it: set log_bin = binlog under [mysqld] and restart the server.
                            - The server has binlog_format = 'STATEMENT', not 'ROW'.
                              Mend it: SET GLOBAL binlog_format = 'ROW'; and the same under\
                             [mysqld]. Open sessions keep their own: end them.
                            - The server has binlog_row_image = 'MINIMAL', not 'FULL'.
                              Mend it: SET GLOBAL binlog_row_image = 'FULL'; and the same under\
                             [mysqld]. Open sessions keep their own: end them.
                            - The account 'reader'@'%%' lacks REPLICATION SLAVE, REPLICATION CLIENT\
                             on *.*.
                              Mend it: GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO\
                             'reader'@'%%';
                            - 'server-time-zone' is '+09:00', but the server's clock is at Z\
                             (time_zone = '+00:00').
                              Mend it: remove 'server-time-zone': the server's own zone is taken\
                             then.
                            - The column 'id' is INT in the DDL, which does not take every value of\
                             bigint(20).
                              Mend it: write `id` BIGINT.
                            - The DDL has the column 'custmer', which `shop`.`orders` lacks.
                              Mend it: write `customer` if that is meant, or remove the column.
                            - The column 'odd' is inet6 upstream, of which no right value can be had.
                              Mend it: remove `odd` from the DDL.
                            - The DDL's primary key is (ts), that of `shop`.`orders` is (id).
                              Mend it: write PRIMARY KEY (`id`) NOT ENFORCED."""
                                    .formatted(server.port()));
        }
    }

    @Test
    void namesTheTableThatIsMeant() throws Exception {
        MySqlServer server = MySqlServer.shared(MySqlVersion.MARIADB_11);
        server.execute("CREATE DATABASE near; CREATE TABLE near.orders (id INT PRIMARY KEY)");
        assertThatThrownBy(() -> explain(server.uri("near"), "ordres", "id INT"))
                .rootCause()
                .hasMessageContaining(
                        "There is no table `near`.`ordres`.\n"
                                + "  Mend it: write 'orders' if that is meant.");
        assertThatThrownBy(() -> explain(server.uri("near"), "customers", "id INT"))
                .rootCause()
                .hasMessageContaining("Mend it: write one of its database: orders.");
        assertThatThrownBy(() -> explain(server.uri("far"), "orders", "id INT"))
                .rootCause()
                .hasMessageContaining(
                        "Mend it: check the database, in which the account sees no table.");
    }

    @Test
    void wantsAKeyAndATableThatIsNoView() throws Exception {
        MySqlServer server = MySqlServer.shared(MySqlVersion.MARIADB_11);
        server.execute(
                "CREATE DATABASE bare; USE bare; CREATE TABLE t (id INT);"
                        + " CREATE VIEW v AS SELECT * FROM t");
        assertThatThrownBy(() -> explain(server.uri("bare"), "t", "id INT"))
                .rootCause()
                .hasMessageContaining(
                        "`bare`.`t` has no primary key, by which it could be read in parts.\n"
                                + "  Mend it: ALTER TABLE `bare`.`t` ADD PRIMARY KEY (…); or set"
                                + " 'scan.incremental.snapshot.chunk.key-column' to a column that"
                                + " never changes.");
        assertThat(
                        explain(
                                server.uri("bare"),
                                "t",
                                "id INT",
                                "'scan.incremental.snapshot.chunk.key-column' = 'id'"))
                .contains("TableSourceScan");
        assertThatThrownBy(() -> explain(server.uri("bare"), "v", "id INT"))
                .rootCause()
                .hasMessageContaining(
                        "`bare`.`v` is a view, whose changes are not logged.\n"
                                + "  Mend it: read the tables that it is made of, and write the"
                                + " view as a query of Flink.");
    }

    @Test
    void namesThePrivilegeThatATableNeedsAndTheLoginThatIsRefused() throws Exception {
        MySqlServer server = MySqlServer.shared(MySqlVersion.MARIADB_11);
        server.execute(
                """
                CREATE USER 'blind'@'%' IDENTIFIED BY 'pass';
                CREATE DATABASE guarded; CREATE TABLE guarded.orders (id INT PRIMARY KEY);
                GRANT SUPER, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'blind'@'%'""");
        assertThatThrownBy(
                        () -> explain(server.uri("blind", "pass", "guarded"), "orders", "id INT"))
                .rootCause()
                .hasMessageContaining("One thing needs mending:")
                .hasMessageContaining(
                        "The account 'blind'@'%' lacks SELECT on `guarded`.`orders`.\n"
                                + "  Mend it: GRANT SELECT ON `guarded`.`orders` TO 'blind'@'%';");
        assertThatThrownBy(
                        () -> explain(server.uri("blind", "wrong", "guarded"), "orders", "id INT"))
                .hasStackTraceContaining(
                        "the server 127.0.0.1:" + server.port() + " refuses the login: ")
                .hasStackTraceContaining(
                        "Check user and password, and the host that the account is for.");
    }

    @Test
    void takesInstantsWithAZoneOnlyWhereTheServerIsAtUtc() throws Exception {
        MySqlServer server = MySqlServer.shared(MySqlVersion.MARIADB_11);
        server.execute(
                "CREATE DATABASE times; CREATE TABLE times.t (id INT PRIMARY KEY, ts TIMESTAMP)");
        String columns = "id INT, ts TIMESTAMP_LTZ(0)";
        assertThat(explain(server.uri("times"), "t", columns)).contains("TableSourceScan");
        server.execute("SET GLOBAL time_zone = '+05:30'");
        try {
            assertThatThrownBy(() -> explain(server.uri("times"), "t", columns))
                    .rootCause()
                    .hasMessageContaining("Mend it: write `ts` TIMESTAMP(0).");
            assertThat(explain(server.uri("times"), "t", "id INT, ts TIMESTAMP(0)"))
                    .contains("TableSourceScan");
        } finally {
            server.execute("SET GLOBAL time_zone = '+00:00'");
        }
    }

    @Test
    void plansWithoutAServerThatCanBeReached() throws Exception {
        int port = FreePorts.first(1);
        assertThatCode(
                        () ->
                                explain(
                                        "mysql://reader:pass@127.0.0.1:" + port + "/shop",
                                        "orders",
                                        "id INT, PRIMARY KEY (id) NOT ENFORCED"))
                .doesNotThrowAnyException();
    }

    @Test
    void showsStatementsThatWork() throws Exception {
        MySqlServer server = MySqlServer.shared(MySqlVersion.MARIADB_11);
        server.execute(
                "CREATE DATABASE page; CREATE TABLE page.orders (order_id BIGINT PRIMARY KEY,"
                        + " customer_id BIGINT, total DECIMAL(10, 2), status VARCHAR(20),"
                        + " created_at TIMESTAMP)");
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        for (String block : TestedSql.blocks(Files.readString(Path.of("../docs/mysql-cdc.md")))) {
            tables.executeSql(
                    block.replace("mysql://user:pass@localhost:3306/shop", server.uri("page")));
        }
        assertThat(tables.explainSql("SELECT * FROM orders")).contains("TableSourceScan");
        tables.getConfig().set(CoreOptions.DEFAULT_PARALLELISM, 2);
        assertThat(
                        tables.explainSql(
                                "SELECT * FROM orders /*+ OPTIONS('scan.parallelism' = '5') */",
                                ExplainDetail.JSON_EXECUTION_PLAN))
                .contains("\"parallelism\" : 5");
    }

    private static String explain(String uri, String table, String columns, String... more) {
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        tables.executeSql(
                "CREATE TABLE t ("
                        + columns
                        + ") WITH ('connector' = 'laminar-mysql-cdc', 'connection' = '"
                        + uri
                        + "', 'table' = '"
                        + table
                        + "'"
                        + (more.length == 0 ? "" : ", " + String.join(", ", more))
                        + ")");
        return tables.explainSql("SELECT * FROM t");
    }
}
