// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.postgres;

import io.laminar.flink.sql.runner.Failure;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** What the benchmarks tell when something is wrong. */
final class BenchErrors {

    private BenchErrors() {}

    static String notPositive(String option, double value) {
        return String.format(Locale.ROOT, "%s must be more than 0, but was %s.", option, value);
    }

    static String unknownVariant(String name) {
        return String.format(
                "There is no variant '%s'. There are %s.",
                name,
                Arrays.stream(Variant.values())
                        .map(Variant::toString)
                        .collect(Collectors.joining(", ")));
    }

    static String wrongServer(String why) {
        return "--server: " + why;
    }

    static String schemaExists(String schema) {
        return String.format(
                "The database has a schema '%s' already, which the benchmark would drop. Drop it if"
                        + " an earlier run left it (DROP SCHEMA %s CASCADE), or take another"
                        + " database.",
                schema, schema);
    }

    static String memoryGrows(double mebibytesAMinute, double most) {
        return String.format(
                Locale.ROOT,
                "Memory grows by %.2f MiB a minute, more than --max-growth %s allows. A run of a few"
                        + " minutes says little: the process still warms up.",
                mebibytesAMinute,
                most);
    }

    static IllegalStateException jobFailed(Variant variant, ExecutionException failure) {
        return new IllegalStateException(
                "The job of " + variant + " failed: " + Failure.describe(failure), failure);
    }

    static String wrongRows(Variant variant, long expected, long all, long written) {
        return String.format(
                Locale.ROOT,
                "%s should have written %d rows, but the table holds %d, %d of them from this run.",
                variant,
                expected,
                all,
                written);
    }
}
