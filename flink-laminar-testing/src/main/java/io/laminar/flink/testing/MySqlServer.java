// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import com.mysql.cj.jdbc.Driver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A MySQL or MariaDB server of its own on 127.0.0.1 and a free port, set up for change data
 * capture: a binary log of whole rows, GTIDs where it is MySQL, and UTC as its time zone.
 *
 * <p>Its one account may do everything, from anywhere, with a password; commits survive a crash of
 * the server, but not one of the machine.
 *
 * <p>Threads: all methods from any thread. Life cycle: {@link #close()} stops the server and
 * deletes its data. {@link #shared} is stopped when the JVM ends; don't close it.
 */
public final class MySqlServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final String USER = "laminar";
    private static final String PASSWORD = "secret";

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "bind_address", HOST,
                    "skip_name_resolve", "ON",
                    "server_id", "1",
                    "log_bin", "binlog",
                    "binlog_format", "ROW",
                    "binlog_row_image", "FULL",
                    "innodb_flush_log_at_trx_commit", "2",
                    "sync_binlog", "0",
                    "default_time_zone", "+00:00");

    private static final Map<MySqlVersion, MySqlServer> SHARED = new EnumMap<>(MySqlVersion.class);

    private final ServerProcess process;
    private final int port;

    private MySqlServer(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a server with the settings that the class describes. */
    public static MySqlServer start(MySqlVersion version) throws IOException {
        return start(version, Map.of());
    }

    /**
     * Starts a server.
     *
     * @param settings system variables, in place of or beside ours; an empty value for an option
     *     that takes none, such as {@code skip_log_bin}
     */
    public static MySqlServer start(MySqlVersion version, Map<String, String> settings)
            throws IOException {
        Path folder = Files.createTempDirectory("laminar-mysql");
        Path data = folder.resolve("data");
        MySqlProgram program = version.unpack(Files.createDirectory(folder.resolve("program")));
        MySqlProgram.run(MySqlProgram.with(program.initialize(), "--datadir=" + data), folder);

        int port = FreePorts.first(1);
        Map<String, String> all = new TreeMap<>(SETTINGS);
        all.putAll(program.settings());
        all.putAll(
                Map.of(
                        "datadir", data.toString(),
                        "port", Integer.toString(port),
                        "socket", folder.resolve("socket").toString(),
                        "pid_file", folder.resolve("pid").toString(),
                        "init_file", accounts(folder).toString()));
        List<String> command = new ArrayList<>(program.serve());
        all.forEach((name, value) -> command.add(option(name, value)));
        // Last, since the last of two wins.
        settings.forEach((name, value) -> command.add(option(name, value)));
        return new MySqlServer(
                ServerProcess.start(version.name(), folder, command, Map.of(), port), port);
    }

    private static String option(String name, String value) {
        return "--" + name + (value.isEmpty() ? "" : "=" + value);
    }

    private static Path accounts(Path folder) throws IOException {
        String account = "'" + USER + "'@'%'";
        return Files.writeString(
                folder.resolve("accounts.sql"),
                String.format(
                        "CREATE USER IF NOT EXISTS %s IDENTIFIED BY '%s';%n"
                                + "GRANT ALL ON *.* TO %s WITH GRANT OPTION;%n",
                        account, PASSWORD, account));
    }

    /** The one server of its kind in this JVM, started by the first call, stopped by its end. */
    public static MySqlServer shared(MySqlVersion version) throws IOException {
        synchronized (SHARED) {
            MySqlServer shared = SHARED.get(version);
            if (shared == null) {
                shared = start(version);
                Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "stop-" + version));
                SHARED.put(version, shared);
            }
            return shared;
        }
    }

    public String host() {
        return HOST;
    }

    public int port() {
        return port;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    /** As the connectors write it. */
    public String uri(String database) {
        return uri(USER, PASSWORD, database);
    }

    /** As {@link #uri(String)}, for an account that a test has made. */
    public String uri(String user, String password, String database) {
        return "mysql://" + user + ":" + password + "@" + HOST + ":" + port + "/" + database;
    }

    /** A new connection without a database; the caller closes it. */
    public Connection connect() throws SQLException {
        String url = "jdbc:mysql://" + HOST + ":" + port + "/?allowMultiQueries=true";
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", PASSWORD);
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("The MySQL driver refuses " + url);
        }
        return connection;
    }

    /** Runs one or more statements, separated by semicolons, in one session. */
    public void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            boolean isResult = statement.execute(sql);
            // What is wrong with a later statement is told when its result is asked for.
            while (isResult || statement.getUpdateCount() >= 0) {
                isResult = statement.getMoreResults();
            }
        }
    }

    /** All rows of a query, each a list of column values as the JDBC driver gives them. */
    public List<List<@Nullable Object>> query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            List<List<@Nullable Object>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>(columns);
                for (int column = 1; column <= columns; column++) {
                    row.add(result.getObject(column));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** What the server has logged since its start. */
    public String log() throws IOException {
        return process.log();
    }

    @Override
    public void close() {
        try {
            process.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The MySQL server can't be cleaned up", e);
        }
    }
}
