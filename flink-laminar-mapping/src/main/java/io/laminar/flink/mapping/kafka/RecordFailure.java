// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Why the record that is being decoded is refused: passed from its formats, which know no
 * positions, to the schema around them. For the thread of one reader.
 */
final class RecordFailure implements Serializable {

    private static final long serialVersionUID = 1L;

    private transient @Nullable Exception cause;

    void note(Exception failure) {
        if (cause == null) {
            cause = failure;
        }
    }

    /** The first failure since the last call, or null. */
    @Nullable Exception take() {
        Exception taken = cause;
        cause = null;
        return taken;
    }
}
