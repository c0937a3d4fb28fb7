// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A client or a server on the npm package {@code ws}, in a process of its own: {@code peer.mjs}
 * says what it can be told and what it reports.
 *
 * <p>Threads: one at a time. Life cycle: {@link #close} ends the process, and with it the
 * connection without a closing handshake.
 */
public final class NodePeer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 20;

    private final Process process;
    private final BufferedWriter commands;
    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();

    private NodePeer(Process process) {
        this.process = process;
        this.commands = process.outputWriter();
        read("events of ws", process.inputReader(), line -> events.add(JSON.readTree(line)));
        read("errors of ws", process.errorReader(), errors::add);
    }

    private interface LineReader {
        void accept(String line) throws JsonProcessingException;
    }

    private void read(String name, BufferedReader reader, LineReader lines) {
        Thread thread =
                new Thread(
                        () -> {
                            try (reader) {
                                String line = reader.readLine();
                                while (line != null) {
                                    lines.accept(line);
                                    line = reader.readLine();
                                }
                            } catch (IOException e) {
                                errors.add(e.toString());
                            }
                        },
                        name);
        thread.setDaemon(true);
        thread.start();
    }

    /** A client whose handshake may still fail, with options of the constructor of ws. */
    public static NodePeer client(String url, Map<String, ?> options) throws Exception {
        return new NodePeer(NodeScripts.start("peer.mjs", "client", url, json(options)));
    }

    /** A client of a server on this machine, handshake done. */
    public static NodePeer connect(int port) throws Exception {
        NodePeer client = client("ws://127.0.0.1:" + port + "/", Map.of());
        client.next("open");
        return client;
    }

    /** A client of the sink that comes back, and reports tagged messages and answers only. */
    public static NodePeer subscriber(int port) throws Exception {
        return new NodePeer(
                NodeScripts.start("peer.mjs", "subscriber", "ws://127.0.0.1:" + port + "/"));
    }

    /** A server, with options of the constructor of ws. */
    public static NodePeer server(Map<String, ?> options) throws Exception {
        Map<String, Object> all = new LinkedHashMap<>(options);
        all.putIfAbsent("port", 0);
        return new NodePeer(NodeScripts.start("peer.mjs", "server", json(all)));
    }

    /** The next event, which has to be of this kind. */
    public JsonNode next(String kind) throws InterruptedException {
        JsonNode event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (event == null || !event.path("event").asText().equals(kind)) {
            throw new AssertionError(
                    "Expected '" + kind + "', but was " + event + "; errors of node: " + errors);
        }
        return event;
    }

    /** The next event of this kind; others are skipped. */
    public JsonNode skipTo(String kind) throws InterruptedException {
        while (true) {
            JsonNode event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("No '" + kind + "' came; errors of node: " + errors);
            }
            if (event.path("event").asText().equals(kind)) {
                return event;
            }
        }
    }

    /** The text message that comes next. */
    public String nextText() throws InterruptedException {
        return next("text").path("text").asText();
    }

    /** The JSON text message that comes next. */
    public JsonNode nextJson() throws InterruptedException, JsonProcessingException {
        return JSON.readTree(nextText());
    }

    public void sendText(String text) throws IOException {
        tell("text", Map.of("text", text));
    }

    /** One message, a frame for each part. */
    public void sendFragments(String... parts) throws IOException {
        tell("fragments", Map.of("parts", List.of(parts)));
    }

    public void tell(String command, Map<String, ?> details) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>(details);
        line.put("command", command);
        commands.write(json(line));
        commands.newLine();
        commands.flush();
    }

    private static String json(Map<String, ?> object) throws JsonProcessingException {
        return JSON.writeValueAsString(object);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
