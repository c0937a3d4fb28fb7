// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.sql.cli.LaminarCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A benchmark in a process of its own, which is ended as by Ctrl-C. */
final class BenchProcessITCase {

    @TempDir private Path folder;

    @Test
    void leavesNeitherServerNorFilesWhenItIsInterrupted() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.io.tmpdir=" + folder,
                                "-cp",
                                System.getProperty("java.class.path"),
                                LaminarCommand.class.getName(),
                                "bench",
                                "postgres-sink",
                                "--only=copy-limit",
                                "--rows=1000",
                                "--warm-up=1",
                                "--parallelism=1",
                                "--runs=1000000")
                        .redirectError(folder.resolve("bench.log").toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            awaitLine("run 1 of 1000000");
            assertThat(leftovers()).hasSize(2);
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(leftovers()).isEmpty();
    }

    private void awaitLine(String text) {
        Path log = folder.resolve("bench.log");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.readString(log, StandardCharsets.UTF_8).contains(text));
    }

    /** A server deletes its folder last. */
    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("laminar-"))
                    .toList();
        }
    }
}
