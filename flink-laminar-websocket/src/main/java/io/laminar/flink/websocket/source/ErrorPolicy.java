// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import java.util.Locale;
import org.apache.flink.annotation.PublicEvolving;

/** What becomes of a record that can't be decoded. */
@PublicEvolving
public enum ErrorPolicy {

    /** The job fails. */
    FAIL,

    /** The record is left out, counted, and logged at most once a second. */
    SKIP;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
