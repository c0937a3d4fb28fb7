// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

/**
 * What the user may choose.
 *
 * @param pagePort 0 for any free one
 */
record DemoSettings(FeedPlan feed, int pagePort) {

    DemoSettings {
        if (pagePort < 0 || pagePort > 65535) {
            throw new IllegalArgumentException(DemoErrors.portOutOfRange(pagePort));
        }
    }
}
