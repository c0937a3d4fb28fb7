// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.flink.util.ExceptionUtils;
import org.postgresql.util.GT;

/**
 * Says what a connection that did not come about was lacking, in terms of our options. What waiting
 * won't mend is a {@link SQLNonTransientConnectionException}.
 */
final class ConnectFailures {

    /** Of another machine, it may well be there. */
    private static final String UNDEFINED_FILE = "58P01";

    private ConnectFailures() {}

    static SQLException explain(SQLException e, String server, TlsSettings tls, Timeouts timeouts) {
        if (find(e, SocketTimeoutException.class).isPresent()) {
            return new SQLException(
                    ConnectionErrors.connectTimedOut(server, timeouts.connectOrDefault()),
                    e.getSQLState(),
                    e);
        }
        Optional<String> missing =
                find(e, TlsFiles.UnreadableException.class).map(Exception::getMessage);
        if (missing.isPresent()) {
            return new SQLException(missing.get(), UNDEFINED_FILE, e);
        }
        return permanentReason(e, server, tls)
                .<SQLException>map(
                        reason ->
                                new SQLNonTransientConnectionException(reason, e.getSQLState(), e))
                .orElse(e);
    }

    private static Optional<String> permanentReason(
            SQLException e, String server, TlsSettings tls) {
        // The driver's own text in the language of this JVM: the state is that of other refusals.
        if (GT.tr("The server does not support SSL.").equals(e.getMessage())) {
            return Optional.of(TlsErrors.tlsNotOffered(server, tls.modeOrDefault()));
        }
        Optional<String> file =
                find(e, TlsFiles.UnusableException.class).map(Exception::getMessage);
        if (file.isPresent()) {
            return file;
        }
        if (find(e, CertPathBuilderException.class).isPresent()
                || find(e, CertPathValidatorException.class).isPresent()) {
            return Optional.of(TlsErrors.certificateNotTrusted(server, tls.rootCert()));
        }
        Optional<String> wrongName =
                find(e, CertificateException.class)
                        .map(
                                reason ->
                                        TlsErrors.certificateOfAnotherHost(
                                                server, String.valueOf(reason.getMessage())));
        if (wrongName.isPresent()) {
            return wrongName;
        }
        if (find(e, EOFException.class).isPresent() || find(e, SocketException.class).isPresent()) {
            // The server went away amid the handshake, as it does when it restarts.
            return Optional.empty();
        }
        return find(e, SSLException.class)
                .map(reason -> TlsErrors.tlsFailed(server, String.valueOf(reason.getMessage())));
    }

    private static <T extends Throwable> Optional<T> find(SQLException e, Class<T> type) {
        return ExceptionUtils.findThrowable(e, type);
    }
}
