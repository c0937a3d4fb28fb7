// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Memory in use from time to time, and whether it grows. The first quarter warms up. */
final class MemoryTrend {

    private static final double MEBIBYTE = 1024 * 1024;

    /**
     * What was in use at a time.
     *
     * @param seconds since the start
     * @param heapBytes after a full garbage collection
     * @param directBytes outside of the heap, of direct buffers
     * @param rows written until then
     */
    record Sample(double seconds, long heapBytes, long directBytes, long rows) {

        /** All that is in use. */
        long bytes() {
            return heapBytes + directBytes;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%6.0f s  heap after GC %6.1f MiB  direct buffers %6.1f MiB  %,d rows",
                    seconds,
                    heapBytes / MEBIBYTE,
                    directBytes / MEBIBYTE,
                    rows);
        }
    }

    private final List<Sample> samples = new ArrayList<>();

    void add(Sample sample) {
        samples.add(sample);
    }

    /** How much both together grow, by the least squares of the samples: MiB a minute. */
    double growthPerMinute() {
        List<Sample> warm = warm();
        double meanSeconds = warm.stream().mapToDouble(Sample::seconds).average().orElse(0);
        double meanBytes = warm.stream().mapToDouble(Sample::bytes).average().orElse(0);
        double products = 0;
        double squares = 0;
        for (Sample sample : warm) {
            double seconds = sample.seconds() - meanSeconds;
            products += seconds * (sample.bytes() - meanBytes);
            squares += seconds * seconds;
        }
        return squares == 0 ? 0 : products / squares * 60 / MEBIBYTE;
    }

    /** The first and the last sample that count, and what is between them. */
    String summary() {
        Sample first = warm().get(0);
        Sample last = samples.get(samples.size() - 1);
        return String.format(
                Locale.ROOT,
                "heap after GC: first %.1f MiB, last %.1f MiB; direct buffers: first %.1f MiB, last"
                        + " %.1f MiB; together %+.2f MiB a minute; %,.0f rows/s",
                first.heapBytes() / MEBIBYTE,
                last.heapBytes() / MEBIBYTE,
                first.directBytes() / MEBIBYTE,
                last.directBytes() / MEBIBYTE,
                growthPerMinute(),
                rowsPerSecond());
    }

    String json() {
        Sample first = warm().get(0);
        Sample last = samples.get(samples.size() - 1);
        return String.format(
                Locale.ROOT,
                "{\"seconds\":%.0f,\"rows\":%d,\"rows_per_s\":%.0f,\"heap_first_bytes\":%d,"
                        + "\"heap_last_bytes\":%d,\"direct_first_bytes\":%d,\"direct_last_bytes\":%d,"
                        + "\"growth_mib_per_minute\":%.3f}",
                last.seconds(),
                last.rows(),
                rowsPerSecond(),
                first.heapBytes(),
                last.heapBytes(),
                first.directBytes(),
                last.directBytes(),
                growthPerMinute());
    }

    private double rowsPerSecond() {
        Sample last = samples.get(samples.size() - 1);
        return last.rows() / last.seconds();
    }

    private List<Sample> warm() {
        return samples.subList(samples.size() / 4, samples.size());
    }
}
