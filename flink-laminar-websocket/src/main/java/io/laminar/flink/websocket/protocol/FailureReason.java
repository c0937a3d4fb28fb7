// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.handler.ssl.NotSslRecordException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Why a connection could not be opened, as part of a sentence, without a full stop. */
final class FailureReason {

    private FailureReason() {}

    static String of(Throwable failure) {
        Throwable cause = failure.getCause() instanceof SSLException tls ? tls : failure;
        if (cause instanceof NotSslRecordException) {
            // Its message is what the server sent, in hexadecimal digits.
            return "the server answered, but not in TLS; write 'ws://', or the port where it speaks"
                    + " TLS";
        }
        if (cause instanceof UnknownHostException) {
            // Its message is nothing but the name, once the JVM has cached that there is none.
            return "its host name is not known here and now; check the name, and DNS";
        }
        String message = cause.getMessage();
        return Printable.text(message == null ? cause.toString() : message);
    }
}
