// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/** A server answered the opening request with a status other than 101. The message is for users. */
@Internal
public final class HandshakeRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean isFinal;
    private final boolean isUnauthorized;
    private final @Nullable Duration retryAfter;

    private HandshakeRefusedException(
            String message,
            boolean isFinal,
            boolean isUnauthorized,
            @Nullable Duration retryAfter) {
        super(message);
        this.isFinal = isFinal;
        this.isUnauthorized = isUnauthorized;
        this.retryAfter = retryAfter;
    }

    /** Asking again would be answered alike. */
    static HandshakeRefusedException forGood(String message) {
        return new HandshakeRefusedException(
                message, /* isFinal= */ true, /* isUnauthorized= */ false, null);
    }

    /** Asking again with the same credentials would be answered alike. */
    static HandshakeRefusedException unauthorized(String message) {
        return new HandshakeRefusedException(
                message, /* isFinal= */ true, /* isUnauthorized= */ true, null);
    }

    /** It may pass; not before a while, if the server said so. */
    static HandshakeRefusedException forNow(String message, @Nullable Duration retryAfter) {
        return new HandshakeRefusedException(
                message, /* isFinal= */ false, /* isUnauthorized= */ false, retryAfter);
    }

    /** Whether there is no use in trying again. */
    public boolean isFinal() {
        return isFinal;
    }

    /** Whether other credentials may be let in. */
    boolean isUnauthorized() {
        return isUnauthorized;
    }

    /** How long the server asks to wait. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
