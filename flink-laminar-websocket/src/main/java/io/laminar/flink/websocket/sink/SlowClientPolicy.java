// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import java.util.Locale;
import org.apache.flink.annotation.PublicEvolving;

/** What becomes of messages for a client whose buffer is full. */
@PublicEvolving
public enum SlowClientPolicy {

    /** New messages for it are dropped, and it is told how many. */
    DROP,

    /** The oldest that wait for it are dropped, and it is told how many. */
    DROP_OLDEST,

    /** It gets only the newest message of each key; needs {@link RecordKeys}. */
    CONFLATE,

    /** Its connection is closed with status 1013 (try again later). */
    DISCONNECT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
