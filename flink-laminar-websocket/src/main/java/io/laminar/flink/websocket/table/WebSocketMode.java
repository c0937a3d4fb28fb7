// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import java.util.Locale;
import org.apache.flink.annotation.PublicEvolving;

/** Who opens the connections. */
@PublicEvolving
public enum WebSocketMode {

    /** Flink connects to a server. */
    CLIENT,

    /** Flink listens. */
    SERVER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    WebSocketMode other() {
        return this == CLIENT ? SERVER : CLIENT;
    }
}
