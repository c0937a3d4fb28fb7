// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import io.laminar.flink.sdk.postgres.SslMode;
import java.io.Serializable;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * How a connection is encrypted, and whom it trusts; {@code null} is what the user did not write.
 *
 * <p>The files are those of the machine that opens the connection. Nothing here is a secret: the
 * key is named, not held.
 *
 * @param rootCert certificates of the authorities that may have signed the server's, in PEM form;
 *     without it those that the JVM trusts
 * @param cert our certificate, and those between it and the server's authority, in PEM form
 * @param key the certificate's private key: PKCS #8, not encrypted, in PEM or DER form
 */
@Internal
public record TlsSettings(
        @Nullable SslMode mode,
        @Nullable String rootCert,
        @Nullable String cert,
        @Nullable String key)
        implements Serializable {

    public static final SslMode DEFAULT_MODE = SslMode.PREFER;

    /** Nothing is written. */
    public static final TlsSettings DEFAULTS = new TlsSettings(null, null, null, null);

    /**
     * These settings and those of the connection's own parameters together.
     *
     * @throws IllegalArgumentException if one is written twice, or they don't go together
     */
    TlsSettings with(Map<String, String> parameters) {
        String written = once("ssl.mode", mode, "sslmode", parameters);
        SslMode all =
                written == null
                        ? null
                        : SslMode.of(written)
                                .orElseThrow(
                                        () ->
                                                new IllegalArgumentException(
                                                        TlsErrors.badSslMode(
                                                                written, SslMode.values())));
        TlsSettings merged =
                new TlsSettings(
                        all,
                        once("ssl.root.cert", rootCert, "sslrootcert", parameters),
                        once("ssl.cert", cert, "sslcert", parameters),
                        once("ssl.key", key, "sslkey", parameters));
        merged.check();
        return merged;
    }

    private static @Nullable String once(
            String option, @Nullable Object value, String parameter, Map<String, String> all) {
        String inConnection = all.get(parameter);
        if (value != null && inConnection != null) {
            throw new IllegalArgumentException(
                    ConnectionErrors.parameterWrittenTwice(option, parameter));
        }
        return value == null ? inConnection : value.toString();
    }

    private void check() {
        if ((cert == null) != (key == null)) {
            throw new IllegalArgumentException(
                    cert == null
                            ? TlsErrors.keyWithoutCertificate()
                            : TlsErrors.certificateWithoutKey());
        }
        if (cert != null && !isWanted()) {
            throw new IllegalArgumentException(TlsErrors.certificateWithoutTls());
        }
        if (rootCert != null && modeOrDefault().compareTo(SslMode.REQUIRE) < 0) {
            throw new IllegalArgumentException(TlsErrors.rootCertificateUnused(modeOrDefault()));
        }
    }

    SslMode modeOrDefault() {
        return mode == null ? DEFAULT_MODE : mode;
    }

    boolean isWanted() {
        return modeOrDefault() != SslMode.DISABLE;
    }

    /** Whether the server's certificate has to be signed by somebody we trust. */
    boolean isVerified() {
        // 'require' with a root certificate is what libpq takes as 'verify-ca'.
        return modeOrDefault().compareTo(SslMode.VERIFY_CA) >= 0 || rootCert != null;
    }

    void addTo(Properties properties) {
        PGProperty.SSL_MODE.set(properties, modeOrDefault().toString());
        if (rootCert != null) {
            PGProperty.SSL_ROOT_CERT.set(properties, rootCert);
        }
        if (cert != null && key != null) {
            PGProperty.SSL_CERT.set(properties, cert);
            PGProperty.SSL_KEY.set(properties, key);
        }
        if (isVerified() || cert != null) {
            PGProperty.SSL_FACTORY.set(properties, TlsSocketFactory.class.getName());
        }
    }

    /** What {@link #addTo} put there. */
    static TlsSettings from(Properties properties) {
        return new TlsSettings(
                SslMode.of(String.valueOf(PGProperty.SSL_MODE.getOrDefault(properties)))
                        .orElseThrow(),
                PGProperty.SSL_ROOT_CERT.getOrDefault(properties),
                PGProperty.SSL_CERT.getOrDefault(properties),
                PGProperty.SSL_KEY.getOrDefault(properties));
    }
}
