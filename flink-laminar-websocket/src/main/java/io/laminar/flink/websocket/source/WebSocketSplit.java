// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceSplit;
import org.jspecify.annotations.Nullable;

/**
 * One feed of a source: in client mode one URL.
 *
 * @param splitId stable over restarts, safe to print
 * @param cursor value of {@code resume.field} in the last record that was emitted; null for none
 * @param sequence value of {@code sequence.field} in that record; null for none
 */
@Internal
public record WebSocketSplit(String splitId, @Nullable String cursor, @Nullable Long sequence)
        implements SourceSplit {

    /** One that was not read yet. */
    public WebSocketSplit(String splitId) {
        this(splitId, null, null);
    }
}
