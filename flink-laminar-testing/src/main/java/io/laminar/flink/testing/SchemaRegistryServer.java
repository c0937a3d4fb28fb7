// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry (Apicurio) in a process of its own, on 127.0.0.1 and a free port. Its schemas
 * are in memory.
 *
 * <p>Threads: all methods from any thread. Life cycle: {@link #close()} stops it; {@link #shared()}
 * is stopped when the JVM ends, don't close it.
 */
public final class SchemaRegistryServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private static @Nullable SchemaRegistryServer shared;

    private final ServerProcess process;
    private final int port;

    private SchemaRegistryServer(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it; returns when it takes connections. */
    public static SchemaRegistryServer start() throws IOException {
        Path folder = Files.createTempDirectory("laminar-registry");
        int port = FreePorts.first(1);
        List<String> command =
                List.of(
                        ServerSoftware.java(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dquarkus.http.host=" + HOST,
                        "-Dquarkus.http.port=" + port,
                        "-jar",
                        ServerSoftware.folder("registry")
                                .resolve("apicurio-registry-app-3.0.9-runner.jar")
                                .toString());
        return new SchemaRegistryServer(
                ServerProcess.start("The schema registry", folder, command, Map.of(), port), port);
    }

    /** The one registry of this JVM, started by the first call and stopped when the JVM ends. */
    public static synchronized SchemaRegistryServer shared() throws IOException {
        if (shared == null) {
            SchemaRegistryServer started = start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::closeAtEnd, "stop-registry"));
            shared = started;
        }
        return shared;
    }

    private void closeAtEnd() {
        try {
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it answers as Confluent's does. */
    public String url() {
        return "http://" + HOST + ":" + port + "/apis/ccompat/v7";
    }

    /** What it has printed since its start. */
    public String log() throws IOException {
        return process.log();
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
