// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceSplit;

/** The one feed of a source. Its settings are the source's; a feed has no position to resume at. */
@Internal
public record WebSocketSplit(String splitId) implements SourceSplit {

    static final WebSocketSplit THE_FEED = new WebSocketSplit("feed");
}
