// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.secret;

import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/** A reference to a secret leads nowhere on this machine. The message names it, never a value. */
@Internal
public final class UnresolvedSecretException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnresolvedSecretException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
