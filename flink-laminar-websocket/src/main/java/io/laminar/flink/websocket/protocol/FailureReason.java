// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;

/** Why a connection could not be opened, as part of a sentence, without a full stop. */
final class FailureReason {

    private FailureReason() {}

    /** The whole sentence. */
    static String cannotConnect(String printableUrl, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                // The JDK hides it under three other causes.
                return HandshakeErrors.expiredCertificate(
                        printableUrl, String.valueOf(cause.getMessage()));
            }
        }
        return HandshakeErrors.cannotConnect(printableUrl, of(failure));
    }

    /** Of an answer that could not be read. */
    static String of(DecoderResult broken) {
        if (broken.cause() instanceof TooLongHttpHeaderException) {
            return "its header is too long";
        }
        return broken.cause() instanceof PrematureChannelClosureException
                ? "it breaks off"
                : "it is not HTTP";
    }

    static String of(Throwable failure) {
        Throwable cause = failure.getCause() instanceof SSLException tls ? tls : failure;
        if (cause instanceof NotSslRecordException) {
            // Its message is what the server sent, in hexadecimal digits.
            return "the server answered, but not in TLS; write the port where it speaks TLS,"
                    + " or a URL without: 'ws://', 'http://'";
        }
        if (cause instanceof TooLongFrameException) {
            // Its message is the answer with all its headers.
            return "its answer is too long";
        }
        if (cause instanceof UnknownHostException) {
            // Its message is nothing but the name, once the JVM has cached that there is none.
            return "its host name is not known here and now; check the name, and DNS";
        }
        String message = cause.getMessage();
        return Printable.text(message == null ? cause.toString() : message);
    }
}
