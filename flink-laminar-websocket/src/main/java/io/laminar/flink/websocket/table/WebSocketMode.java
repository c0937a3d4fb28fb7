// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.websocket.protocol.WebSocketErrors;
import java.util.List;
import java.util.Locale;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;

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

    /** Notes which of these are written, that have a meaning in the other mode only. */
    void refuse(OptionReader options, List<ConfigOption<?>> onlyInOther) {
        for (ConfigOption<?> foreign : onlyInOther) {
            if (options.isWritten(foreign)) {
                options.problem(
                        WebSocketErrors.optionOfOtherMode(
                                foreign.key(), toString(), other().toString()));
            }
        }
    }
}
