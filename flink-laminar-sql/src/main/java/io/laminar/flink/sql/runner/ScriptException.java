// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * A script can't be run: the script, its settings or the command line is wrong.
 *
 * <p>The message is for the user: where ({@code file:line:column}), what, and the statement's
 * excerpt; secrets are blotted out. The cause, which is not for the user, may hold them.
 */
@Internal
public final class ScriptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScriptException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
