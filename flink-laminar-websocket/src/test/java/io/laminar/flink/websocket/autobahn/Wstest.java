// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.autobahn;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The Autobahn test suite as a process of its own: by default that of 2018 on Jython, which has
 * sections 1 to 10; or any by the property {@code autobahn.wstest}, the path of its command.
 */
final class Wstest implements AutoCloseable {

    private static final String EXTERNAL = System.getProperty("autobahn.wstest", "");

    private static final List<String> SECTIONS =
            List.of(System.getProperty("autobahn.sections", "1,2,3,4,5,6,7").split(","));

    /** Of all that our connections have to do with; 8 and 11 are empty. */
    private static final Map<String, Integer> CASES =
            Map.ofEntries(
                    Map.entry("1", 16),
                    Map.entry("2", 11),
                    Map.entry("3", 7),
                    Map.entry("4", 10),
                    Map.entry("5", 20),
                    Map.entry("6", 145),
                    Map.entry("7", 37),
                    Map.entry("9", 54),
                    Map.entry("10", 1),
                    Map.entry("12", 90),
                    Map.entry("13", 126));

    private final Path directory;
    private final Process process;

    private Wstest(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    /** What the suite thinks of one side in one case. */
    record Verdict(String behavior, String behaviorClose) {

        private static final List<String> GOOD = List.of("OK", "INFORMATIONAL", "NON-STRICT");

        boolean isGood() {
            return GOOD.contains(behavior) && GOOD.contains(behaviorClose);
        }
    }

    /** The suite connects to a server. */
    static Wstest fuzzingClient(Path directory, int port) throws IOException {
        return start(
                directory,
                "fuzzingclient",
                json -> {
                    json.writeArrayFieldStart("servers");
                    json.writeStartObject();
                    json.writeStringField("agent", "laminar");
                    json.writeStringField("url", "ws://127.0.0.1:" + port);
                    json.writeEndObject();
                    json.writeEndArray();
                });
    }

    /** The suite waits for a client. */
    static Wstest fuzzingServer(Path directory, int port) throws IOException {
        return start(
                directory,
                "fuzzingserver",
                json -> json.writeStringField("url", "ws://127.0.0.1:" + port));
    }

    private interface Peer {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static Wstest start(Path directory, String mode, Peer peer) throws IOException {
        Path spec = directory.resolve("spec.json");
        try (Writer writer = Files.newBufferedWriter(spec);
                JsonGenerator json = new JsonFactory().createGenerator(writer)) {
            json.writeStartObject();
            peer.writeTo(json);
            json.writeStringField("outdir", directory.toString());
            // Of a web server that no one needs: any free one. Later suites take it as an option.
            json.writeNumberField("webport", 0);
            json.writeArrayFieldStart("cases");
            for (String section : SECTIONS) {
                json.writeString(section + ".*");
            }
            json.writeEndArray();
            json.writeArrayFieldStart("exclude-cases");
            json.writeEndArray();
            json.writeObjectFieldStart("exclude-agent-cases");
            json.writeEndObject();
            json.writeEndObject();
        }
        List<String> command =
                new ArrayList<>(EXTERNAL.isEmpty() ? onJython() : List.of(EXTERNAL, "-u", "0"));
        command.addAll(List.of("-m", mode, "-s", spec.toString()));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("wstest.log").toFile())
                        .start();
        return new Wstest(directory, process);
    }

    private static List<String> onJython() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dpython.cachedir.skip=true",
                "-cp",
                jar("jython-standalone"),
                "org.python.util.jython",
                "-c",
                "import sys\n"
                        + "sys.argv[0] = 'wstest'\n"
                        + "sys.path.insert(0, '"
                        + jar("autobahntestsuite-maven-plugin")
                        + "')\n"
                        // Its pages for a browser, which it can't find inside a jar.
                        + "import pkg_resources\n"
                        + "pkg_resources.resource_filename = lambda package, name: '.'\n"
                        + "from autobahntestsuite import wstest\n"
                        + "wstest.run()");
    }

    private static String jar(String artifact) {
        return Stream.of(System.getProperty("java.class.path").split(":", -1))
                .filter(entry -> entry.contains("/" + artifact + "-"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(artifact + " is not on the class path."));
    }

    /** How many cases the report has to have, in each section that is run. */
    static Map<String, Integer> casesBySection() {
        Map<String, Integer> cases = new TreeMap<>(CASES);
        cases.keySet().retainAll(SECTIONS);
        return cases;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Waits until all cases have been tried. */
    void awaitEnd(long minutes) throws Exception {
        if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
            throw new AssertionError("The suite did not end: " + log());
        }
    }

    String log() throws IOException {
        return Files.readString(directory.resolve("wstest.log"));
    }

    /** Its verdicts by case, of the one agent that was tested. */
    Map<String, Verdict> report() throws IOException {
        Path index = directory.resolve("index.json");
        if (!Files.exists(index)) {
            throw new AssertionError("The suite made no report: " + log());
        }
        Map<String, Verdict> verdicts = new TreeMap<>();
        try (JsonParser json = new JsonFactory().createParser(index.toFile())) {
            String name = "";
            Map<String, String> fields = new TreeMap<>();
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    name = String.valueOf(json.currentName());
                    fields.clear();
                } else if (token.isScalarValue()) {
                    fields.put(json.currentName(), json.getText());
                } else if (token == JsonToken.END_OBJECT && fields.containsKey("behavior")) {
                    verdicts.put(
                            name,
                            new Verdict(
                                    fields.getOrDefault("behavior", ""),
                                    fields.getOrDefault("behaviorClose", "")));
                    fields.clear();
                }
            }
        }
        return verdicts;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
