// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.catalog;

import io.laminar.flink.sdk.postgres.SslMode;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;
import org.postgresql.ssl.WrappedFactory;

/**
 * TLS as {@link TlsSettings} want it.
 *
 * <p>The driver's own factory takes keys in DER form only, and trusts nobody without a file. This
 * one takes PEM too, trusts the JVM's authorities without a file, and has the JDK check the host
 * name within the handshake, so that each failure says what it is.
 *
 * <p>The driver makes one for each connection, by the name of the class.
 */
@Internal
public final class TlsSocketFactory extends WrappedFactory {

    private static final char[] NO_PASSWORD = new char[0];

    private final boolean isHostVerified;

    /** Called by the driver, with the properties of the connection. */
    public TlsSocketFactory(Properties properties) throws GeneralSecurityException, IOException {
        TlsSettings settings = TlsSettings.from(properties);
        isHostVerified = settings.modeOrDefault() == SslMode.VERIFY_FULL;
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys(settings), trust(settings), null);
        factory = context.getSocketFactory();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
            throws IOException {
        Socket wrapped = super.createSocket(socket, host, port, autoClose);
        if (isHostVerified && wrapped instanceof SSLSocket tls) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
        }
        return wrapped;
    }

    private static KeyManager @Nullable [] keys(TlsSettings settings)
            throws GeneralSecurityException, IOException {
        if (settings.cert() == null || settings.key() == null) {
            return null;
        }
        List<Certificate> chain = TlsFiles.certificates("ssl.cert", settings.cert());
        KeyStore store = emptyStore();
        store.setKeyEntry(
                "client",
                TlsFiles.key("ssl.key", settings.key(), chain.get(0).getPublicKey().getAlgorithm()),
                NO_PASSWORD,
                chain.toArray(new Certificate[0]));
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, NO_PASSWORD);
        return managers.getKeyManagers();
    }

    private static TrustManager[] trust(TlsSettings settings)
            throws GeneralSecurityException, IOException {
        if (!settings.isVerified()) {
            return new TrustManager[] {new TrustAll()};
        }
        KeyStore store = null;
        if (settings.rootCert() != null) {
            store = emptyStore();
            for (Certificate root : TlsFiles.certificates("ssl.root.cert", settings.rootCert())) {
                store.setCertificateEntry("root " + store.size(), root);
            }
        }
        TrustManagerFactory managers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return managers.getTrustManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /**
     * For 'prefer' and 'require' with a client's certificate: libpq checks nothing there either.
     */
    private static final class TrustAll implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
