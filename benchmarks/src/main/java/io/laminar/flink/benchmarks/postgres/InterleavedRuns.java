// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.flink.util.FileUtils;

/**
 * Several runs of several variants, in turn: a noisy machine hits all alike.
 *
 * @param rows of each run
 * @param warmUpRows of one more run of each variant at the beginning, which is not counted; none
 *     for 0
 * @param isShuffled as {@link PostgresSinkBenchmark} takes it
 */
record InterleavedRuns(
        Set<Variant> variants, long rows, int runs, long warmUpRows, boolean isShuffled) {

    BenchReport measure(
            BenchServer server, BenchSchema schema, int parallelism, PrintWriter progress)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        Path folder = Files.createTempDirectory("laminar-bench");
        CleanUp deletion =
                new CleanUp(
                        "delete-files", () -> FileUtils.deleteDirectoryQuietly(folder.toFile()));
        try {
            if (warmUpRows > 0) {
                progress.printf(Locale.ROOT, "warming up with %,d rows of each%n", warmUpRows);
                progress.flush();
                List<Path> files = CopyLimit.writeFiles(folder, parallelism, warmUpRows);
                PostgresSinkBenchmark warmUp =
                        new PostgresSinkBenchmark(server, schema, warmUpRows, isShuffled);
                for (Variant variant : variants) {
                    warmUp.run(variant, parallelism, files);
                }
            }
            BenchReport report = new BenchReport(parallelism);
            List<Path> files = CopyLimit.writeFiles(folder, parallelism, rows);
            PostgresSinkBenchmark benchmark =
                    new PostgresSinkBenchmark(server, schema, rows, isShuffled);
            for (int run = 1; run <= runs; run++) {
                for (Variant variant : variants) {
                    double rate = benchmark.run(variant, parallelism, files);
                    report.add(variant, rate);
                    progress.printf(
                            Locale.ROOT,
                            "parallelism %d, run %d of %d: %s %,.0f rows/s%n",
                            parallelism,
                            run,
                            runs,
                            variant,
                            rate);
                    progress.flush();
                }
            }
            return report;
        } finally {
            deletion.close();
        }
    }
}
