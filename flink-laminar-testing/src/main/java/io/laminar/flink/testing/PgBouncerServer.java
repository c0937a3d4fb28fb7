// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A PgBouncer that pools transactions in front of a {@link PostgresServer}, on 127.0.0.1 and a free
 * port: each transaction of a client may run in another session of the server.
 *
 * <p>The program is the one of Debian's package {@code pgbouncer}; configuration and log are in a
 * folder of its own, so that the package's service does not matter. PgBouncer refuses to run as
 * root, and is then run as nobody. It trusts every local connection.
 *
 * <p>Threads: all methods from any thread. Life cycle: {@link #close()} ends it and deletes its
 * folder.
 */
public final class PgBouncerServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final ServerProcess process;
    private final PostgresServer server;
    private final int port;

    private PgBouncerServer(ServerProcess process, PostgresServer server, int port) {
        this.process = process;
        this.server = server;
        this.port = port;
    }

    /**
     * Starts it; returns when it takes connections.
     *
     * @param sessions of the server that all clients of one user and database share
     */
    public static PgBouncerServer start(PostgresServer server, int sessions) throws IOException {
        Path folder = Files.createTempDirectory("laminar-pgbouncer");
        int port = FreePorts.first(1);
        Path users = write(folder.resolve("users.txt"), "\"" + server.user() + "\" \"\"\n");
        Path configuration =
                write(
                        folder.resolve("pgbouncer.ini"),
                        """
                        [databases]
                        * = host=%s port=%d
                        [pgbouncer]
                        listen_addr = %s
                        listen_port = %d
                        unix_socket_dir =
                        auth_type = trust
                        auth_file = %s
                        pool_mode = transaction
                        default_pool_size = %d
                        max_client_conn = 200
                        ignore_startup_parameters = extra_float_digits
                        """
                                .formatted(
                                        server.host(), server.port(), HOST, port, users, sessions));
        // Nobody has to read them, too.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        ServerProcess process =
                ServerProcess.start("PgBouncer", folder, command(configuration), Map.of(), port);
        return new PgBouncerServer(process, server, port);
    }

    private static List<String> command(Path configuration) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program().toString());
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(configuration.toString());
        return command;
    }

    /** Debian keeps it where only root's search path leads. */
    private static Path program() throws IOException {
        return Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IOException(
                                        "There is no pgbouncer. On Debian: apt-get install"
                                                + " --no-install-recommends pgbouncer"));
    }

    private static Path write(Path file, String text) throws IOException {
        return Files.setPosixFilePermissions(
                Files.writeString(file, text), PosixFilePermissions.fromString("rw-r--r--"));
    }

    public int port() {
        return port;
    }

    public String host() {
        return HOST;
    }

    /** As {@link PostgresServer#uri()}, through the pool. */
    public String uri() {
        return server.uri(port, "postgres");
    }

    /** As {@link PostgresServer#jdbcUrl()}, through the pool. */
    public String jdbcUrl() {
        return server.jdbcUrl(port);
    }

    /** What it has logged since its start. */
    public String log() throws IOException {
        return process.log();
    }

    /** Cuts all connections, too. */
    @Override
    public void close() throws IOException {
        process.close();
    }
}
