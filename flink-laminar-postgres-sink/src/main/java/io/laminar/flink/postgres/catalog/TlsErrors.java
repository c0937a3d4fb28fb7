// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with certificates and keys, here or on the server. */
final class TlsErrors {

    private static final String PKCS8_COMMAND = "openssl pkcs8 -topk8 -nocrypt -in old -out new";

    private TlsErrors() {}

    static String badSslMode(String written, Object[] modes) {
        return String.format(
                "The connection's 'sslmode' is '%s', but must be one of %s.",
                written,
                Arrays.stream(modes)
                        .map(mode -> "'" + mode + "'")
                        .collect(Collectors.joining(", ")));
    }

    static String certificateWithoutKey() {
        return "'ssl.cert' is set without 'ssl.key': set both, or neither.";
    }

    static String keyWithoutCertificate() {
        return "'ssl.key' is set without 'ssl.cert': set both, or neither.";
    }

    static String certificateWithoutTls() {
        return "'ssl.cert' is set, but 'ssl.mode' = 'disable' switches TLS off. Set 'ssl.mode' ="
                + " 'verify-full', or remove 'ssl.cert' and 'ssl.key'.";
    }

    static String rootCertificateUnused(Object mode) {
        return String.format(
                "'ssl.root.cert' is set, but 'ssl.mode' = '%s' checks no certificate. Set 'ssl.mode'"
                        + " = 'verify-full' ('verify-ca' leaves the host name unchecked).",
                mode);
    }

    static String tlsNotOffered(String server, Object mode) {
        return String.format(
                "The server %s offers no TLS, which 'ssl.mode' = '%s' insists on. Switch it on there"
                        + " ('ssl = on' in postgresql.conf, with a certificate), or set 'ssl.mode' ="
                        + " 'prefer'.",
                server, mode);
    }

    static String certificateNotTrusted(String server, @Nullable String rootCert) {
        return String.format(
                "The certificate of the server %s is signed by no authority of %s, or has expired."
                        + " Set 'ssl.root.cert' to a PEM file with the certificate of the authority"
                        + " that signed it.",
                server,
                rootCert == null
                        ? "those that the JVM trusts"
                        : "'ssl.root.cert' = '" + rootCert + "'");
    }

    static String certificateOfAnotherHost(String server, String reason) {
        return String.format(
                "The certificate of the server %s is for another host: %s. Connect by a name that it"
                        + " holds, or set 'ssl.mode' = 'verify-ca' to leave the name unchecked.",
                server, withoutStop(reason));
    }

    static String tlsFailed(String server, String reason) {
        return String.format(
                "TLS with the server %s failed: %s. If it asks for a client's certificate, set"
                        + " 'ssl.cert' and 'ssl.key' to one that it accepts.",
                server, withoutStop(reason));
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    static String fileUnreadable(String option, String file) {
        return String.format(
                "The file '%s' of '%s' can't be read on this machine. Put it on every task manager"
                        + " and where the statement is planned.",
                file, option);
    }

    static String noCertificate(String option, String file) {
        return String.format(
                "The file '%s' of '%s' holds no X.509 certificate in PEM form.", file, option);
    }

    static String noKey(String file, String algorithm) {
        return String.format(
                "The file '%s' of 'ssl.key' holds no %s key in the form PKCS #8, such as the one of"
                        + " 'ssl.cert'. Convert it: %s.",
                file, algorithm, PKCS8_COMMAND);
    }

    static String keyNotPkcs8(String file) {
        return String.format(
                "The file '%s' of 'ssl.key' holds a key in an older form than PKCS #8. Convert it:"
                        + " %s.",
                file, PKCS8_COMMAND);
    }

    static String keyEncrypted(String file) {
        return String.format(
                "The file '%s' of 'ssl.key' holds an encrypted key. Give it without a password,"
                        + " readable by Flink's user alone: %s.",
                file, PKCS8_COMMAND);
    }
}
