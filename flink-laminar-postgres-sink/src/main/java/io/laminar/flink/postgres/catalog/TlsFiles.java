// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads certificates and keys as openssl writes them (RFC 7468). A failure says which option names
 * the file, and what to do; it never quotes the file.
 */
final class TlsFiles {

    /** A file that is not what it should be. */
    static final class UnusableException extends GeneralSecurityException {

        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }

    /** A file that is not there, or not for us. */
    static final class UnreadableException extends IOException {

        private static final long serialVersionUID = 1L;

        UnreadableException(String message, IOException cause) {
            super(message, cause);
        }
    }

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----(.*?)-----END", Pattern.DOTALL);

    private TlsFiles() {}

    /** One certificate or more. */
    static List<Certificate> certificates(String option, String file)
            throws UnusableException, UnreadableException {
        byte[] bytes = read(option, file);
        try {
            List<Certificate> certificates =
                    List.copyOf(
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificates(new ByteArrayInputStream(bytes)));
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (CertificateException e) {
            throw (UnusableException)
                    new UnusableException(TlsErrors.noCertificate(option, file)).initCause(e);
        }
        throw new UnusableException(TlsErrors.noCertificate(option, file));
    }

    /**
     * The private key of a certificate.
     *
     * @param algorithm of the certificate's public key
     */
    static PrivateKey key(String option, String file, String algorithm)
            throws UnusableException, UnreadableException {
        byte[] bytes = read(option, file);
        Matcher pem = KEY.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        try {
            if (pem.find()) {
                if (!pem.group(1).isEmpty()) {
                    throw new UnusableException(
                            pem.group(1).startsWith("ENCRYPTED")
                                    ? TlsErrors.keyEncrypted(file)
                                    : TlsErrors.keyNotPkcs8(file));
                }
                bytes = Base64.getMimeDecoder().decode(pem.group(2));
            }
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (UnusableException e) {
            throw e;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The cause may quote the key.
            throw new UnusableException(TlsErrors.noKey(file, algorithm));
        }
    }

    private static byte[] read(String option, String file) throws UnreadableException {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new UnreadableException(TlsErrors.fileUnreadable(option, file), e);
        }
    }
}
