// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import java.util.Locale;

/** What the demo is doing. */
enum DemoStage {
    /** Servers and Flink start; no tick has been sent. */
    STARTING,
    /** Ticks flow. */
    RUNNING,
    /** The feed has ended; what is under way arrives, and the job is stopped. */
    DRAINING,
    /** The figures are final and equal. */
    FINISHED,
    /** Something went wrong, or the figures are not equal. */
    FAILED;

    /** In the page's JSON. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
