// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.websocket.protocol.WebSocketErrors;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    /**
     * The one that is written, or the default.
     *
     * @throws org.apache.flink.table.api.ValidationException if it is none: what else there would
     *     be to say depends on it
     */
    static WebSocketMode read(OptionReader options, ConfigOption<WebSocketMode> option) {
        Optional<WebSocketMode> mode = options.find(option, WebSocketMode.class);
        if (mode.isEmpty() && options.isWritten(option)) {
            options.throwProblems();
        }
        return mode.orElse(option.defaultValue());
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
