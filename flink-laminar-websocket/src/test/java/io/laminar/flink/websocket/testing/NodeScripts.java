// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The programs of {@code src/test/node}, with the packages of their {@code package-lock.json},
 * which npm fetches into {@code target/node} once. Node and npm are Debian's packages {@code
 * nodejs} and {@code npm}.
 */
public final class NodeScripts {

    private static final Path SOURCES = Path.of("src/test/node");
    private static final Path FOLDER = Path.of("target/node");
    private static final String LOCK = "package-lock.json";

    private NodeScripts() {}

    /** Starts one of them. */
    public static Process start(String script, String... arguments)
            throws IOException, InterruptedException {
        install();
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(FOLDER.toFile()).start();
    }

    /** Tests of two processes may come here at once. */
    private static synchronized void install() throws IOException, InterruptedException {
        try (FileChannel channel =
                FileChannel.open(
                        FOLDER.resolveSibling("node.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            channel.lock();
            installAlone();
        }
    }

    private static void installAlone() throws IOException, InterruptedException {
        Path installedLock = FOLDER.resolve(LOCK);
        boolean isInstalled =
                Files.exists(installedLock)
                        && Files.mismatch(SOURCES.resolve(LOCK), installedLock) < 0;
        Files.createDirectories(FOLDER);
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source : sources.filter(file -> !file.endsWith(LOCK)).toList()) {
                copy(source);
            }
        }
        if (!isInstalled) {
            // Last, since it says that the rest is there.
            Files.deleteIfExists(installedLock);
            npmInstall();
        }
    }

    private static void npmInstall() throws IOException, InterruptedException {
        Path lock = copy(SOURCES.resolve(LOCK));
        Process npm =
                new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                        .directory(FOLDER.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(FOLDER.resolve("npm.log").toFile())
                        .start();
        boolean hasEnded = npm.waitFor(3, TimeUnit.MINUTES);
        if (!hasEnded || npm.exitValue() != 0) {
            npm.destroyForcibly();
            Files.delete(lock);
            throw new IOException(
                    "'npm ci' failed:\n" + Files.readString(FOLDER.resolve("npm.log")));
        }
    }

    private static Path copy(Path source) throws IOException {
        return Files.copy(
                source, FOLDER.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
}
