// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.testing.PostgresServer;
import io.laminar.flink.testing.TestedSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The SQL of the sink's page, as printed; only the server is that of the test. */
class DocumentedSqlITCase {

    private static final String DOCUMENTED_SERVER =
            "postgresql://app:${env:PG_PASSWORD}@127.0.0.1:5432/app";
    private static final Pattern SET = Pattern.compile("SET '(.*)' = '(.*)'");
    private static final String DIGITS_OF_TRADES_WRITER = "fa32df57f2990573";

    private final PostgresServer server;
    private final String page;

    DocumentedSqlITCase() throws IOException {
        server = PostgresServer.shared();
        page = Files.readString(Path.of("../docs/postgres-sink.md"));
    }

    @BeforeEach
    void runTheQuickStart() throws Exception {
        server.execute("DROP TABLE IF EXISTS trades, totals");
        for (String block : TestedSql.blocks("server", page)) {
            server.execute(block);
        }
        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        sql.getConfig().set("restart-strategy.type", "none");
        List<String> blocks = TestedSql.blocks(page);
        assertThat(blocks).as("tested blocks of the page").hasSize(4);
        for (String statement : blocks.stream().flatMap(this::statements).toList()) {
            Matcher set = SET.matcher(statement);
            if (set.matches()) {
                sql.getConfig().set(set.group(1), set.group(2));
            } else {
                sql.executeSql(statement.replace(DOCUMENTED_SERVER, server.uri())).await();
            }
        }
    }

    private Stream<String> statements(String block) {
        return Arrays.stream(block.split(";\\s*(\\n|$)")).filter(part -> !part.isBlank());
    }

    @Test
    void theQuickStartAppendsUpsertsAndWritesExactlyOnce() throws Exception {
        assertThat(server.queryLong("SELECT count(*) FROM trades")).isEqualTo(2000);
        assertThat(server.queryLong("SELECT sum(trades) FROM totals")).isEqualTo(1000);
    }

    @Test
    void whatACancelledJobLeftIsFoundAndCleared() throws Exception {
        String transaction =
                "laminar_postgres.public-trades-writer-" + DIGITS_OF_TRADES_WRITER + "_0_7_1";
        String stage = "laminar_" + DIGITS_OF_TRADES_WRITER + "_0_7_2";
        server.execute(
                "BEGIN; INSERT INTO totals VALUES ('left', 1, 1); PREPARE TRANSACTION '"
                        + transaction
                        + "'");
        server.execute("CREATE TABLE " + stage + " (i int)");

        List<String> queries =
                TestedSql.blocks("leftovers", page).stream().flatMap(this::statements).toList();
        String rollback = "ROLLBACK PREPARED '" + transaction + "';";
        String drop = "DROP TABLE public." + stage + ";";
        assertThat(firstColumn(queries.get(0))).contains(rollback);
        assertThat(firstColumn(queries.get(1))).contains(drop);
        assertThat(server.query(queries.get(2)))
                .contains(List.of("trades-writer", DIGITS_OF_TRADES_WRITER));
        server.execute(rollback);
        server.execute(drop);

        assertThat(firstColumn(queries.get(0))).doesNotContain(rollback);
        assertThat(firstColumn(queries.get(1))).doesNotContain(drop);
    }

    private List<String> firstColumn(String query) throws SQLException {
        return server.query(query).stream().map(row -> String.valueOf(row.get(0))).toList();
    }
}
