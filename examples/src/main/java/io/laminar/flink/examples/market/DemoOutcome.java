// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import org.jspecify.annotations.Nullable;

/**
 * How the demo ended.
 *
 * @param figures the last ones
 * @param problem a sentence; null if all went well
 */
record DemoOutcome(DemoFigures figures, @Nullable String problem) {

    boolean isOk() {
        return problem == null;
    }

    /** Of a demo that came to its end: exact, or why not. */
    static DemoOutcome of(DemoFigures figures) {
        return new DemoOutcome(figures, figures.isExact() ? null : DemoErrors.notEqual(figures));
    }
}
