// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import org.jspecify.annotations.Nullable;

/** The job can't go on. The message is for its author. */
final class SinkFailureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SinkFailureException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
