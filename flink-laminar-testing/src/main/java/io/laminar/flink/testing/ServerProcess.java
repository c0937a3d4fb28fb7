// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.util.FileUtils;

/**
 * A server that runs as a process of its own, with a folder for its data and its log.
 *
 * <p>Threads: all methods from any thread. Life cycle: {@link #close()} ends it and deletes its
 * folder; else both are left to the end of this JVM, which ends the process but keeps the folder.
 */
final class ServerProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final String LOG = "server.log";

    private final String name;
    private final Path folder;
    private final Process process;

    private ServerProcess(String name, Path folder, Process process) {
        this.name = name;
        this.folder = folder;
        this.process = process;
    }

    /**
     * Starts it; returns when it takes connections.
     *
     * @param name for messages
     * @param folder its own: what it prints is appended to a log in there
     * @param port of this machine that it will listen on
     */
    static ServerProcess start(
            String name,
            Path folder,
            List<String> command,
            Map<String, String> environment,
            int port)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.resolve(LOG).toFile()));
        builder.environment().putAll(environment);
        ServerProcess started = new ServerProcess(name, folder, builder.start());
        Runtime.getRuntime()
                .addShutdownHook(new Thread(started.process::destroyForcibly, "kill-" + name));
        try {
            started.awaitConnections(port);
        } catch (IOException e) {
            String log = started.log();
            started.close();
            throw new IOException(name + " did not start:\n" + log, e);
        }
        return started;
    }

    private void awaitConnections(int port) throws IOException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw e;
                }
            }
            awaitEnd(PAUSE);
        }
    }

    /** What it has printed since its first start. */
    String log() throws IOException {
        return Files.readString(folder.resolve(LOG));
    }

    /** As a crash: {@code kill -9}; the folder stays. */
    void kill() throws IOException {
        process.destroyForcibly();
        awaitEnd(STOP_TIMEOUT);
    }

    /** Lets it end by itself, and keeps the folder. */
    void stop() throws IOException {
        process.destroy();
        if (!awaitEnd(STOP_TIMEOUT)) {
            kill();
        }
    }

    @Override
    public void close() throws IOException {
        stop();
        FileUtils.deleteDirectory(folder.toFile());
    }

    private boolean awaitEnd(Duration timeout) throws IOException {
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + name, e);
        }
    }
}
