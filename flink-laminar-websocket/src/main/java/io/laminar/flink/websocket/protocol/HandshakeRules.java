// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import java.io.Serializable;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * What a server asks of a client's opening request.
 *
 * @param subprotocol of which the client has to offer one, with commas between; null for any
 */
@Internal
public record HandshakeRules(@Nullable String subprotocol) implements Serializable {

    /** Whoever speaks RFC 6455 may come in. */
    public static final HandshakeRules NONE = new HandshakeRules(null);

    public HandshakeRules {
        if (subprotocol != null) {
            HeaderText.requireTokens("subprotocol", subprotocol);
        }
    }
}
