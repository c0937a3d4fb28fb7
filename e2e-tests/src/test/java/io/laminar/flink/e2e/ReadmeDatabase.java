// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e;

import io.laminar.flink.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The database that the README speaks of: {@code app}, owned by {@code app}, who must know the
 * password.
 */
final class ReadmeDatabase {

    private final PostgresServer postgres;
    private final String password;

    private ReadmeDatabase(PostgresServer postgres, String password) {
        this.postgres = postgres;
        this.password = password;
    }

    /** Creates it anew, with an empty table {@code trades}. */
    static ReadmeDatabase create(PostgresServer postgres, String password)
            throws SQLException, IOException {
        postgres.execute("DROP DATABASE IF EXISTS app");
        postgres.execute("DROP ROLE IF EXISTS app");
        postgres.execute("CREATE ROLE app LOGIN PASSWORD '" + password + "'");
        postgres.execute("CREATE DATABASE app OWNER app");
        askForPassword(postgres);
        ReadmeDatabase database = new ReadmeDatabase(postgres, password);
        database.execute(
                "CREATE TABLE trades (symbol text, price numeric(18, 4), volume bigint, ts timestamp)");
        return database;
    }

    /** The fixture trusts everyone; here the password in the URI must be the right one. */
    private static void askForPassword(PostgresServer postgres) throws SQLException, IOException {
        Path file = Path.of(String.valueOf(postgres.query("SHOW hba_file").get(0).get(0)));
        String rule = "host app app 127.0.0.1/32 scram-sha-256\n";
        String rules = Files.readString(file);
        if (!rules.startsWith(rule)) {
            // The first rule that fits decides.
            Files.writeString(file, rule + rules);
        }
        postgres.execute("SELECT pg_reload_conf()");
    }

    /** Each row as text, by volume. */
    List<String> trades() throws SQLException {
        return texts(
                "SELECT concat_ws('|', symbol, price, volume, ts) FROM trades ORDER BY volume");
    }

    boolean hasTrade(long volume) throws SQLException {
        return !texts("SELECT 'yes' FROM trades WHERE volume = " + volume).isEmpty();
    }

    private List<String> texts(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (result.next()) {
                texts.add(result.getString(1));
            }
            return texts;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/app", "app", password);
    }
}
