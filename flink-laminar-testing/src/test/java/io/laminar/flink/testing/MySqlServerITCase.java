// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MySqlServerITCase {

    @ParameterizedTest
    @CsvSource({"MYSQL_8_0, 8.0.", "MYSQL_9, 9.", "MARIADB_11, 11.4."})
    void logsWholeRowsInEachVersion(MySqlVersion version, String number) throws Exception {
        MySqlServer server = MySqlServer.shared(version);
        assertThat(MySqlServer.shared(version)).isSameAs(server);
        assertThat((String) server.query("SELECT version()").get(0).get(0)).startsWith(number);
        assertThat(
                        server.query(
                                "SELECT @@log_bin, @@binlog_format, @@binlog_row_image,"
                                        + " @@time_zone"))
                .isEqualTo(List.of(List.of(1L, "ROW", "FULL", "+00:00")));
        server.execute(
                "CREATE DATABASE kept; CREATE TABLE kept.t (id int); INSERT INTO kept.t VALUES (7)");
        assertThat(server.query("SELECT id FROM kept.t")).isEqualTo(List.of(List.of(7)));
        assertThat(server.uri("kept"))
                .isEqualTo("mysql://laminar:secret@127.0.0.1:" + server.port() + "/kept");
        assertThat(server.log()).contains("ready for connections");
    }

    @ParameterizedTest
    @CsvSource({"MYSQL_8_0", "MYSQL_9"})
    void numbersTransactionsWhereItIsMySql(MySqlVersion version) throws Exception {
        assertThat(MySqlServer.shared(version).query("SELECT @@gtid_mode"))
                .isEqualTo(List.of(List.of("ON")));
    }

    @Test
    void takesSettingsAndCleansUpAfterItself() throws Exception {
        Path data;
        try (MySqlServer server =
                MySqlServer.start(
                        MySqlVersion.MARIADB_11,
                        Map.of("binlog_format", "STATEMENT", "skip_log_bin", ""))) {
            assertThat(server.query("SELECT @@log_bin, @@binlog_format"))
                    .isEqualTo(List.of(List.of(0L, "STATEMENT")));
            data = Path.of((String) server.query("SELECT @@datadir").get(0).get(0));
            assertThat(data).exists();
        }
        assertThat(Files.exists(data.getParent())).isFalse();
    }

    @Test
    void tellsWhatIsWrongWithAnyStatement() throws Exception {
        MySqlServer server = MySqlServer.shared(MySqlVersion.MYSQL_8_0);
        assertThatThrownBy(() -> server.execute("SET @a = 1; NONSENSE"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("NONSENSE");
    }
}
