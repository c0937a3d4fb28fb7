// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Version 2: nothing. Version 1: one byte, 1 if the split was assigned. */
@Internal
public final class WebSocketEnumeratorStateSerializer
        implements SimpleVersionedSerializer<WebSocketEnumeratorState> {

    @Override
    public int getVersion() {
        return 2;
    }

    @Override
    public byte[] serialize(WebSocketEnumeratorState state) {
        return new byte[0];
    }

    @Override
    public WebSocketEnumeratorState deserialize(int version, byte[] serialized) throws IOException {
        if (version > getVersion()) {
            throw new IOException(
                    "WebSocket enumerator state of version "
                            + version
                            + " was written by a newer connector. Use that one, or a newer one.");
        }
        return new WebSocketEnumeratorState();
    }
}
