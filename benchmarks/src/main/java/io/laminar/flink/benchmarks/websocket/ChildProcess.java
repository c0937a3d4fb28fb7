// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM with this one's class path, which is spoken to by lines. It ends when this process does,
 * however that comes.
 *
 * <p>Threads: {@link #tellIt} and {@link #readLine} on one thread each.
 */
final class ChildProcess implements AutoCloseable {

    private static final long END_SECONDS = 10;

    private final Process process;
    private final BufferedReader output;
    private final BufferedWriter input;

    private ChildProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(UTF_8);
        this.input = process.outputWriter(UTF_8);
    }

    static ChildProcess start(Class<?> mainClass, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=256m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
        command.addAll(arguments);
        return new ChildProcess(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /**
     * The next line that it says.
     *
     * @throws IOException if it has ended
     */
    String readLine() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException(
                    "A process of the benchmark ended too early; its error output says why.");
        }
        return line;
    }

    void tellIt(String line) throws IOException {
        input.write(line);
        input.newLine();
        input.flush();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    /** In the child: says a line. */
    static void tell(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** In the child: makes it end when the parent has gone. */
    static void endWithStandardInput() {
        listen(line -> {});
    }

    /** In the child: hears what the parent says, on a thread of its own, and ends after it. */
    static void listen(java.util.function.Consumer<String> listener) {
        Thread thread =
                new Thread(
                        () -> {
                            try (BufferedReader parent =
                                    new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
                                String line = parent.readLine();
                                while (line != null) {
                                    listener.accept(line);
                                    line = parent.readLine();
                                }
                            } catch (IOException parentIsGone) {
                                // Then this process has nothing left to do either.
                            }
                            Runtime.getRuntime().halt(0);
                        },
                        "parent");
        thread.setDaemon(true);
        thread.start();
    }
}
