// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.laminar.flink.sdk.retry.ExponentialBackoff;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.annotation.Internal;

/**
 * When a broken connection is opened anew.
 *
 * @param maxRetries reconnects in a row that prove no good; 0 is unlimited
 */
@Internal
public record ReconnectPolicy(Duration initialDelay, Duration maxDelay, int maxRetries)
        implements Serializable {

    public ReconnectPolicy {
        if (initialDelay.toMillis() < 1) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooSmall(
                            "reconnect.initial_delay_ms", initialDelay.toMillis(), 1));
        }
        if (maxDelay.compareTo(initialDelay) < 0) {
            throw new IllegalArgumentException(
                    WebSocketErrors.maximumDelayBelowInitial(initialDelay, maxDelay));
        }
        if (maxRetries < 0) {
            throw new IllegalArgumentException(
                    WebSocketErrors.tooSmall("reconnect.max_retries", maxRetries, 0));
        }
    }

    ExponentialBackoff backoff() {
        return new ExponentialBackoff(initialDelay, maxDelay);
    }

    boolean isExhaustedAfter(int failures) {
        return maxRetries > 0 && failures > maxRetries;
    }
}
