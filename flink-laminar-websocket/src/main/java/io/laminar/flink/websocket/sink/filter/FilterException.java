// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.filter;

import org.apache.flink.annotation.Internal;

/** A filter is wrong. The message is a sentence for its author and names the position. */
@Internal
public final class FilterException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int position;

    FilterException(int position, String sentence) {
        super(String.format("At character %d of the filter: %s", position, sentence));
        this.position = position;
    }

    /** Of the first character that is wrong; the filter's first is 1. */
    public int position() {
        return position;
    }
}
