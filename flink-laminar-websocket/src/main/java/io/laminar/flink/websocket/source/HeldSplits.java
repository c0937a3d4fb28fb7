// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import java.util.Set;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * What a reader tells the enumerator when it starts: the splits that it has from a checkpoint.
 *
 * @param splitIds those that the source still has
 */
record HeldSplits(Set<String> splitIds) implements SourceEvent {

    private static final long serialVersionUID = 1L;

    HeldSplits {
        splitIds = Set.copyOf(splitIds);
    }
}
