// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.filter;

import org.apache.flink.annotation.PublicEvolving;

/** A filter is wrong. The message is a sentence for its author and names the position. */
@PublicEvolving
public final class FilterException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int position;

    FilterException(int position, String sentence) {
        super(String.format("At character %d of the filter: %s", position, sentence));
        this.position = position;
    }

    /** For messages that have no columns. */
    public static FilterException noColumns() {
        return new FilterException(1, FilterErrors.noColumns());
    }

    /** Of the first character that is wrong; the filter's first is 1. */
    public int position() {
        return position;
    }
}
