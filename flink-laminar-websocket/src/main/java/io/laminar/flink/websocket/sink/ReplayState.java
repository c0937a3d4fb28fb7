// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * What a writer remembers: the messages that a new client would get, the oldest first, as the
 * format encoded them.
 */
@Internal
public record ReplayState(List<byte[]> messages) {

    public ReplayState {
        messages = List.copyOf(messages);
    }
}
