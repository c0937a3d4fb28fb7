// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntUnaryOperator;
import picocli.CommandLine;

/** {@code laminar demo --json …} on a thread of its own, and what it prints. */
final class DemoRun {

    private static final String ADDRESS = "The live page: ";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> exitCode;

    private DemoRun(IntUnaryOperator feedRoute, String... options) {
        CommandLine command =
                new CommandLine(new DemoCommand(feedRoute))
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err));
        exitCode = CompletableFuture.supplyAsync(() -> command.execute(options));
    }

    static DemoRun start(IntUnaryOperator feedRoute, int seconds) {
        return new DemoRun(feedRoute, "--json", "--seconds=" + seconds);
    }

    /** Empty until it is printed. */
    Optional<URI> page() {
        return progress().stream()
                .filter(line -> line.startsWith(ADDRESS))
                .map(line -> URI.create(line.substring(ADDRESS.length())))
                .findFirst();
    }

    List<String> progress() {
        return err.toString().lines().toList();
    }

    int exitCode() {
        return exitCode.join();
    }

    /** The last line; waits for the end. */
    JsonNode json() throws IOException {
        exitCode.join();
        List<String> lines = out.toString().lines().toList();
        return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    }
}
