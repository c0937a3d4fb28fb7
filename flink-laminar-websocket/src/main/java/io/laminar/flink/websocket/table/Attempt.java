// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.sdk.option.OptionReader;
import java.util.Optional;
import java.util.function.Supplier;

/** Builds a checked part of a config, or notes why that is not possible. */
final class Attempt {

    private Attempt() {}

    static <T> Optional<T> at(OptionReader options, Supplier<T> part) {
        try {
            return Optional.of(part.get());
        } catch (IllegalArgumentException e) {
            options.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Notes what a check throws. */
    static void check(OptionReader options, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            options.problem(String.valueOf(e.getMessage()));
        }
    }
}
