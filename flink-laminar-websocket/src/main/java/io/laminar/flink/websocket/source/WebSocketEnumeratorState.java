// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import org.apache.flink.annotation.Internal;

/**
 * What the enumerator remembers.
 *
 * @param isAssigned whether a reader has the split, and with it keeps it in its own state
 */
@Internal
public record WebSocketEnumeratorState(boolean isAssigned) {}
