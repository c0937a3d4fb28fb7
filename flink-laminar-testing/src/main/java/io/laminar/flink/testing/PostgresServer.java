// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * A PostgreSQL server of its own, unpacked from a Maven artifact, on 127.0.0.1 and a free port.
 *
 * <p>It is set up for what the connectors need: two-phase commit, logical decoding, and commits
 * that are durable when they return. It trusts every local connection, so the password in {@link
 * #uri()} is never checked. Works for root too: the server then runs in a user namespace.
 *
 * <p>Threads: all methods from any thread; {@link #restart} and {@link #close} one at a time.
 *
 * <p>Life cycle: {@link #close()} stops the server and deletes its data. {@link #shared()} is
 * stopped when the JVM ends; don't close it.
 */
public final class PostgresServer implements AutoCloseable {

    /** How {@link #restart} ends the running server. */
    public enum Shutdown {
        /** Ends sessions and writes a checkpoint: {@code pg_ctl -m fast}. */
        FAST,
        /** As a crash: nothing is written, the next start recovers from the write-ahead log. */
        IMMEDIATE
    }

    private static final String HOST = "127.0.0.1";
    private static final String USER = "postgres";
    private static final String DATABASE = "postgres";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "listen_addresses", HOST,
                    "wal_level", "logical",
                    "max_prepared_transactions", "64",
                    "max_connections", "200",
                    // The embedded server's own default is off: a commit could be lost in a crash.
                    "synchronous_commit", "on");

    private static @Nullable PostgresServer shared;

    private final EmbeddedPostgres server;
    private final Path folder;

    private PostgresServer(EmbeddedPostgres server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /** Starts a server with the settings that the class describes. */
    public static PostgresServer start() throws IOException {
        return start(Map.of());
    }

    /**
     * Starts a server.
     *
     * @param settings of {@code postgresql.conf}, in place of or beside ours; values without spaces
     */
    public static PostgresServer start(Map<String, String> settings) throws IOException {
        return start(PostgresVersion.V17, settings);
    }

    /** Starts a server of this version with the settings that the class describes. */
    public static PostgresServer start(PostgresVersion version) throws IOException {
        return start(version, Map.of());
    }

    private static PostgresServer start(PostgresVersion version, Map<String, String> settings)
            throws IOException {
        Path folder = Files.createTempDirectory("laminar-postgres");
        ProcessBuilder.Redirect log =
                ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile());
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder()
                        .setDataDirectory(folder.resolve("data"))
                        .setPGStartupWait(START_TIMEOUT)
                        .setCleanDataDirectory(true)
                        .setRegisterShutdownHook(false)
                        .setOutputRedirector(log)
                        .setErrorRedirector(log);
        version.configure(builder);
        Map<String, String> all = new HashMap<>(SETTINGS);
        all.putAll(settings);
        all.forEach(builder::setServerConfig);
        return new PostgresServer(builder.start(), folder);
    }

    /** The one server of this JVM, started by the first call and stopped when the JVM ends. */
    public static synchronized PostgresServer shared() throws IOException {
        if (shared == null) {
            PostgresServer started = start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop-postgres"));
            shared = started;
        }
        return shared;
    }

    public String host() {
        return HOST;
    }

    public int port() {
        return server.getPort();
    }

    public String user() {
        return USER;
    }

    /** For JDBC: the database {@code postgres}, as superuser. */
    public String jdbcUrl() {
        return jdbcUrl(port());
    }

    /** As {@link #jdbcUrl()}, but through a proxy on this machine. */
    public String jdbcUrl(int proxyPort) {
        return "jdbc:postgresql://" + HOST + ":" + proxyPort + "/" + DATABASE + "?user=" + USER;
    }

    /** As libpq and the connectors write it: the database {@code postgres}, as superuser. */
    public String uri() {
        return uri(port(), DATABASE);
    }

    /** As {@link #uri()}, but another database, or through a proxy on this machine. */
    public String uri(int proxyPort, String database) {
        return "postgresql://" + USER + ":trusted@" + HOST + ":" + proxyPort + "/" + database;
    }

    /** A new connection to the database {@code postgres}, past any proxy; the caller closes it. */
    public Connection connect() throws SQLException {
        Properties patience = new Properties();
        // Seconds; the default of 10 can be too few on a busy machine.
        patience.setProperty("connectTimeout", "60");
        Connection connection = new Driver().connect(jdbcUrl(), patience);
        if (connection == null) {
            throw new SQLException("The PostgreSQL driver refuses " + jdbcUrl());
        }
        return connection;
    }

    /** Runs one or more statements, separated by semicolons, each in its own transaction. */
    public void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
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

    /** The single number that a query such as {@code SELECT count(*) …} returns. */
    public long queryLong(String sql) throws SQLException {
        if (query(sql).get(0).get(0) instanceof Number number) {
            return number.longValue();
        }
        throw new SQLException("Not a number: " + sql);
    }

    /** Creates an empty database; {@link #uri(int, String)} names it. */
    public void createDatabase(String name) throws SQLException {
        execute("CREATE DATABASE \"" + name.replace("\"", "\"\"") + "\"");
    }

    /**
     * Ends the server and starts it again on the same port with the same data; returns when it
     * takes connections. All sessions end; prepared transactions stay.
     */
    public void restart(Shutdown shutdown) throws IOException {
        String mode =
                switch (shutdown) {
                    case FAST -> "fast";
                    case IMMEDIATE -> "immediate";
                };
        Path log = folder.resolve("server.log");
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it is nobody.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(
                List.of(
                        pgCtl().toString(),
                        "restart",
                        "-w",
                        "-t",
                        Long.toString(START_TIMEOUT.toSeconds()),
                        "-m",
                        mode,
                        "-D",
                        dataFolder().toString(),
                        // The server would else hold our pipe open as long as it lives.
                        "-l",
                        log.toString()));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        try {
            if (!process.waitFor(2 * START_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("PostgreSQL did not restart in time, see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while PostgreSQL was restarting", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException("pg_ctl restart failed:\n" + Files.readString(log));
        }
    }

    /** What the server has logged since its start. */
    public String log() throws IOException {
        return Files.readString(folder.resolve("server.log"));
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(folder.resolve("server.log"));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL can't be cleaned up", e);
        }
    }

    private Path dataFolder() {
        return folder.resolve("data");
    }

    /** The running server notes its own command line, which names the folder of its binaries. */
    private Path pgCtl() throws IOException {
        String options = Files.readString(dataFolder().resolve("postmaster.opts"));
        return Path.of(options.substring(0, options.indexOf(' '))).resolveSibling("pg_ctl");
    }
}
