// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import org.apache.flink.annotation.Internal;

/** Nothing: which splits there are stands in the options, and who has them the readers know. */
@Internal
public record WebSocketEnumeratorState() {}
