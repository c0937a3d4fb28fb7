// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import java.util.BitSet;

/**
 * Which filters a message passed.
 *
 * @param version of the filters that were asked; later ones were not
 * @param passed by {@link ActiveFilters.Slot#index()}
 */
record Verdicts(long version, BitSet passed) {

    boolean passes(ActiveFilters.Slot slot) {
        return version >= slot.since() && passed.get(slot.index());
    }
}
