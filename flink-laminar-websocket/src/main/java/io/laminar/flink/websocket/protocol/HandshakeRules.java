// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.laminar.flink.sdk.secret.SecretText;
import java.io.Serializable;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * What a server asks of a client's opening request.
 *
 * @param subprotocol of which the client has to offer one, with commas between; null for any
 * @param auth what the header Authorization has to hold; null for anything
 */
@Internal
public record HandshakeRules(@Nullable String subprotocol, @Nullable SecretText auth)
        implements Serializable {

    /** Whoever speaks RFC 6455 may come in. */
    public static final HandshakeRules NONE = new HandshakeRules(null, null);

    public HandshakeRules {
        if (subprotocol != null) {
            HeaderText.requireTokens("subprotocol", subprotocol);
        }
        if (auth != null && auth.isLiteral()) {
            HeaderText.requireValue("auth", auth.resolve());
        }
    }

    /** Whether the secret stands in the job graph as it was written. */
    public boolean holdsLiteralSecret() {
        return auth != null && auth.isLiteral();
    }
}
