// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.batch;

import io.laminar.flink.websocket.protocol.WebSocketErrors;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.annotation.Internal;

/**
 * When a message is complete; besides, a checkpoint completes it.
 *
 * @param maxRows as soon as it holds that many
 * @param interval as soon as its first row is that old; zero for no such limit
 */
@Internal
public record BatchLimits(int maxRows, Duration interval) implements Serializable {

    /** Each row is a message. */
    public static final BatchLimits SINGLE_ROWS = new BatchLimits(1, Duration.ZERO);

    public BatchLimits {
        if (maxRows < 1) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooSmall("batch.max_size", maxRows, 1));
        }
        if (interval.isNegative()) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooSmall("batch.interval", interval.toMillis() + " ms", 0));
        }
        if (maxRows == 1 && !interval.isZero()) {
            throw new IllegalArgumentException(BatchErrors.intervalOfSingleRows());
        }
    }
}
