// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

/**
 * How long messages were under way, to a microsecond; all above a second count as one. Not
 * thread-safe.
 */
final class Latencies {

    private static final int MICROS = 1_000_000;

    private final long[] counts = new long[MICROS + 1];
    private long total;

    void add(long nanos) {
        counts[(int) Math.max(0, Math.min(MICROS, nanos / 1000))]++;
        total++;
    }

    /** Microseconds that this share of the messages took at most; zero without messages. */
    long quantileMicros(double share) {
        long wanted = (long) Math.ceil(share * total);
        long seen = 0;
        for (int micros = 0; micros < MICROS; micros++) {
            seen += counts[micros];
            if (seen >= wanted) {
                return micros;
            }
        }
        return MICROS;
    }

    /** Median, 99th percentile, the longest; as {@link Summary#parse} reads it. */
    @Override
    public String toString() {
        return quantileMicros(0.5) + " " + quantileMicros(0.99) + " " + quantileMicros(1);
    }

    /** In microseconds. */
    record Summary(long median, long p99, long longest) {

        static Summary parse(String line) {
            String[] parts = line.split(" ", 3);
            return new Summary(
                    Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        }
    }
}
