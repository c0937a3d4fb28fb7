// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads an Arrow IPC stream by the JavaScript library, {@code apache-arrow} of npm. */
public final class ArrowReader {

    private ArrowReader() {}

    /** The fields, then a JSON array for each row. */
    public static List<String> read(byte[] stream, Path folder)
            throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("stream.arrow"), stream);
        Process node = NodeScripts.start("arrow.mjs", file.toAbsolutePath().toString());
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String errors = new String(node.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (node.waitFor() != 0) {
            throw new IOException(errors);
        }
        return output.lines().toList();
    }
}
