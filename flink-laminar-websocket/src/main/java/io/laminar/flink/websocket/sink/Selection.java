// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import org.jspecify.annotations.Nullable;

/**
 * What a client has asked for.
 *
 * @param filter null for every message
 * @param format null for the one that everyone gets
 */
record Selection(ActiveFilters.@Nullable Slot<?> filter, @Nullable ActiveFormat<?> format) {

    static final Selection EVERYTHING = new Selection(null, null);

    /** The first generation of {@link ActiveFilters} that has both. */
    long since() {
        return Math.max(filter == null ? 0 : filter.since(), format == null ? 0 : format.since());
    }
}
