// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import io.laminar.flink.websocket.WebSocketSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.serialization.SimpleStringSchema;

/** A reader in a process of its own, with its own environment; ends after one message. */
public final class ReaderProcess implements AutoCloseable {

    private final Process process;

    private ReaderProcess(Process process) {
        this.process = process;
    }

    public static ReaderProcess start(
            String url, Map<String, String> environment, String... jvmOptions) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(ReaderProcess.class.getName(), url));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        // So that nobody reads from it in vain for ever.
        CompletableFuture.delayedExecutor(110, TimeUnit.SECONDS).execute(process::destroyForcibly);
        return new ReaderProcess(process);
    }

    /** Reads what the process prints, up to a line with this text. */
    public String awaitLine(String part) throws IOException {
        StringBuilder line = new StringBuilder();
        StringBuilder all = new StringBuilder();
        for (int read = process.getInputStream().read();
                read >= 0;
                read = process.getInputStream().read()) {
            if (read != '\n') {
                line.append((char) read);
                continue;
            }
            if (line.indexOf(part) >= 0) {
                return line.toString();
            }
            all.append(line).append('\n');
            line.setLength(0);
        }
        throw new AssertionError("No line with '" + part + "' in: " + all);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process. */
    public static void main(String[] arguments) throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(
                        WebSocketSource.<String>builder()
                                .setUrl(arguments[0])
                                .setReconnectDelay(Duration.ofMillis(50), Duration.ofMillis(50))
                                .setDeserializer(new SimpleStringSchema())
                                .build())) {
            System.out.write(
                    ("read: " + reader.poll(1).get(0) + "\n").getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        }
    }
}
