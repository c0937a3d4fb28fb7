// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker in a process of its own, on 127.0.0.1 and free ports, with a port for each {@link
 * Listener}. A topic that does not exist comes into being when it is first asked for.
 *
 * <p>{@link #user()} may log in by PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512. The broker's certificate
 * is signed by {@link #authority()}.
 *
 * <p>Threads: all methods from any thread; {@link #kill}, {@link #restart} and {@link #close} one
 * at a time.
 *
 * <p>Life cycle: {@link #close()} stops the broker and deletes its data. {@link #shared()} is
 * stopped when the JVM ends; don't close it.
 */
public final class KafkaServer implements AutoCloseable {

    /** A way to the broker, named as Kafka's {@code security.protocol}. */
    public enum Listener {
        PLAINTEXT,
        SASL_PLAINTEXT,
        SSL,
        SASL_SSL
    }

    private static final String HOST = "127.0.0.1";
    private static final String USER = "laminar";

    /** With everything that JAAS, a file of properties or a shell gives a meaning to. */
    private static final String PASSWORD = "it's \"quoted\"; \\back\\slash = ${x}, #1";

    private static @Nullable KafkaServer shared;

    private final Path folder;
    private final Map<Listener, Integer> ports;
    private final TestAuthority authority;
    private ServerProcess process;

    private KafkaServer(Path folder, Map<Listener, Integer> ports, TestAuthority authority)
            throws IOException {
        this.folder = folder;
        this.ports = ports;
        this.authority = authority;
        this.process = run(folder, ports);
    }

    /** Starts a broker with the settings that the class describes. */
    public static KafkaServer start() throws IOException {
        return start(Map.of());
    }

    /**
     * Starts a broker.
     *
     * @param settings of {@code server.properties}, in place of or beside ours
     */
    public static KafkaServer start(Map<String, String> settings) throws IOException {
        Path folder = Files.createTempDirectory("laminar-kafka");
        try {
            Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
            int controllerPort = FreePorts.first(1 + Listener.values().length);
            for (Listener listener : Listener.values()) {
                ports.put(listener, controllerPort + 1 + ports.size());
            }
            TestAuthority authority = new TestAuthority(folder, "authority");
            Properties properties = new Properties();
            properties.putAll(
                    KafkaSettings.broker(HOST, ports, controllerPort, folder.resolve("data")));
            properties.putAll(KafkaSettings.security(folder, authority, USER, PASSWORD));
            properties.putAll(settings);
            try (Writer writer = Files.newBufferedWriter(configuration(folder))) {
                properties.store(writer, null);
            }
            format(folder);
            return new KafkaServer(folder, ports, authority);
        } catch (IOException | GeneralSecurityException e) {
            FileUtils.deleteDirectory(folder.toFile());
            throw new IOException("Kafka can't be started", e);
        }
    }

    /** The one broker of this JVM, started by the first call and stopped when the JVM ends. */
    public static synchronized KafkaServer shared() throws IOException {
        if (shared == null) {
            KafkaServer started = start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::closeAtEnd, "stop-kafka"));
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

    private static void format(Path folder) throws IOException, GeneralSecurityException {
        List<String> command = command("-Xmx128m", "kafka.tools.StorageTool");
        command.addAll(List.of("format", "-t", "laminar-kafka-cluster0", "-c"));
        command.add(configuration(folder).toString());
        command.addAll(List.of("--add-scram", KafkaSettings.scram(256, USER, PASSWORD)));
        command.addAll(List.of("--add-scram", KafkaSettings.scram(512, USER, PASSWORD)));
        Path log = folder.resolve("format.log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("StorageTool failed:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while StorageTool ran", e);
        }
    }

    private static ServerProcess run(Path folder, Map<Listener, Integer> ports) throws IOException {
        List<String> command = command("-Xmx512m", "kafka.Kafka");
        command.add(configuration(folder).toString());
        return ServerProcess.start(
                "Kafka", folder, command, Map.of(), port(ports, Listener.PLAINTEXT));
    }

    private static List<String> command(String memory, String mainClass) throws IOException {
        return new ArrayList<>(
                List.of(
                        ServerSoftware.java(),
                        memory,
                        // Its start is most of its life.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        ServerSoftware.classPath("kafka"),
                        mainClass));
    }

    private static Path configuration(Path folder) {
        return folder.resolve("server.properties");
    }

    /** For {@code bootstrap.servers}, without TLS and login. */
    public String bootstrapServers() {
        return bootstrapServers(Listener.PLAINTEXT);
    }

    /** For {@code bootstrap.servers}. */
    public String bootstrapServers(Listener listener) {
        return HOST + ":" + port(ports, listener);
    }

    private static int port(Map<Listener, Integer> ports, Listener listener) {
        return Objects.requireNonNull(ports.get(listener), listener::name);
    }

    public String user() {
        return USER;
    }

    /** It has quotes, backslashes and more that has to be quoted. */
    public String password() {
        return PASSWORD;
    }

    /** Signed the broker's certificate; its folder goes with the broker. */
    public TestAuthority authority() {
        return authority;
    }

    /** As a crash: {@code kill -9}; {@link #restart} brings it back. */
    public void kill() throws IOException {
        process.kill();
    }

    /** Ends it, if it runs, and starts it again on the same ports with the same data. */
    public void restart() throws IOException {
        process.stop();
        process = run(folder, ports);
    }

    /** What it has printed since its first start: warnings and errors. */
    public String log() throws IOException {
        return process.log();
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
