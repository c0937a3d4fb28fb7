// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import java.time.Duration;

/**
 * What the page shows beside the candles.
 *
 * @param time of the figures, since the pipeline started
 * @param livePort of the pipeline's WebSocket on 127.0.0.1; 0 while it is not known
 */
record DemoStatus(DemoStage stage, Duration time, int livePort, DemoFigures figures) {

    static final DemoStatus STARTING =
            new DemoStatus(DemoStage.STARTING, Duration.ZERO, 0, DemoFigures.NONE);
}
