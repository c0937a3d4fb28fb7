// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An Iceberg REST catalog on 127.0.0.1 and a free port: the reference server of Iceberg's own
 * tests, which answers only to a bearer token. Its warehouse is a folder or a bucket of S3.
 *
 * <p>Threads: all methods from any thread. Life cycle: {@link #close()} ends it and deletes its
 * warehouse, if that is a folder. {@link #shared()} ends with the JVM; don't close it.
 */
public final class IcebergRestServer implements AutoCloseable {

    private static final String PROGRAM = "RestCatalogProgram.java";
    private static final String TOKEN = "token-of-tests";
    private static final String CREDENTIAL = "client-of-tests:secret-of-tests";

    private static @Nullable IcebergRestServer shared;

    private final ServerProcess process;
    private final int port;
    private final String warehouse;

    private IcebergRestServer(ServerProcess process, int port, String warehouse) {
        this.process = process;
        this.port = port;
        this.warehouse = warehouse;
    }

    /** Starts a catalog whose warehouse is a folder of its own. */
    public static IcebergRestServer start() throws IOException {
        Path folder = Files.createTempDirectory("laminar-iceberg");
        Path warehouse = Files.createDirectory(folder.resolve("warehouse"));
        return start(
                folder,
                warehouse.toUri().toString(),
                // Needs no Hadoop.
                Map.of("io-impl", "org.apache.iceberg.TestTables$LocalFileIO"));
    }

    /** Starts a catalog whose warehouse is a bucket. */
    public static IcebergRestServer start(S3Server s3, String bucket) throws IOException {
        return start(
                Files.createTempDirectory("laminar-iceberg"),
                "s3://" + bucket + "/warehouse",
                Map.of(
                        "io-impl",
                        "org.apache.iceberg.aws.s3.S3FileIO",
                        "s3.endpoint",
                        s3.endpoint(),
                        "s3.path-style-access",
                        "true",
                        "s3.access-key-id",
                        s3.accessKey(),
                        "s3.secret-access-key",
                        s3.secretKey(),
                        "client.region",
                        S3Server.REGION));
    }

    private static IcebergRestServer start(
            Path folder, String warehouse, Map<String, String> storage) throws IOException {
        Path program = folder.resolve(PROGRAM);
        try (InputStream source = IcebergRestServer.class.getResourceAsStream(PROGRAM)) {
            if (source == null) {
                throw new FileNotFoundException(PROGRAM + " is missing in the jar.");
            }
            Files.copy(source, program);
        }
        int port = FreePorts.first(1);
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of(
                        ServerSoftware.java(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        ServerSoftware.classPath("iceberg"),
                        program.toString(),
                        Integer.toString(port),
                        TOKEN,
                        CREDENTIAL));
        Map<String, String> properties = new HashMap<>(storage);
        properties.put("warehouse", warehouse);
        properties.put("uri", "jdbc:sqlite:" + folder.resolve("tables.db"));
        properties.forEach((key, value) -> command.add(key + "=" + value));
        ServerProcess process =
                ServerProcess.start("Iceberg's REST catalog", folder, command, Map.of(), port);
        return new IcebergRestServer(process, port, warehouse);
    }

    /** The one with a folder of this JVM, started by the first call and stopped with the JVM. */
    public static synchronized IcebergRestServer shared() throws IOException {
        if (shared == null) {
            IcebergRestServer started = start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::closeAtExit, "stop-iceberg"));
            shared = started;
        }
        return shared;
    }

    private void closeAtExit() {
        try {
            close();
        } catch (IOException e) {
            throw new UncheckedIOException("Iceberg's REST catalog can't be cleaned up", e);
        }
    }

    /** Where clients reach it. */
    public String uri() {
        return "http://127.0.0.1:" + port;
    }

    /** Where it keeps its tables. */
    public String warehouse() {
        return warehouse;
    }

    /** The only bearer token that it takes. */
    public String token() {
        return TOKEN;
    }

    /** Client id and secret, with a colon between, for which its OAuth endpoint gives the token. */
    public String credential() {
        return CREDENTIAL;
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
