// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Java virtual machine of its own, whose output goes to a file that stays.
 *
 * <p>Life cycle: it is killed when the test's machine ends, be it by a signal; only a {@code kill
 * -9} of that one leaves it.
 */
final class JavaProcess implements AutoCloseable {

    private final String name;
    private final Path log;
    private final Process process;
    private final Thread killer;

    private JavaProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.killer = new Thread(process::destroyForcibly, "kill-" + name);
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /**
     * Starts {@code mainClass} with Flink's own Java options, the given ones, and {@code
     * arguments}.
     */
    static JavaProcess start(
            String name,
            Path log,
            String classPath,
            List<String> javaOptions,
            Map<String, String> environment,
            String mainClass,
            List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(BuildProperty.text("e2e.java.options").split(" ")));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);

        Files.createDirectories(log.getParent());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new JavaProcess(name, log, builder.start());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean waitFor(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    /** Of a process that has ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** Everything that it has printed so far. */
    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @throws IllegalStateException with the end of its output, if it has ended
     */
    void mustBeAlive() {
        if (!isAlive()) {
            String output = output();
            throw new IllegalStateException(
                    String.format(
                            "The %s ended with exit code %d; the end of %s:%n%s",
                            name,
                            process.exitValue(),
                            log,
                            output.substring(Math.max(0, output.length() - 4000))));
        }
    }

    /** {@code kill -9}, and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        // Killed, it can't stay: this wait ends.
        process.onExit().join();
        Runtime.getRuntime().removeShutdownHook(killer);
    }
}
