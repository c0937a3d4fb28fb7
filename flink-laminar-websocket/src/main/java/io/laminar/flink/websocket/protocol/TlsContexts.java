// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.laminar.flink.sdk.secret.SecretText;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Reads the stores anew for each context, so that a renewed certificate is taken. */
final class TlsContexts {

    private static final String PEM_START = "-----BEGIN";

    private TlsContexts() {}

    /**
     * Whom to trust, and who one is.
     *
     * @throws IOException if a store can't be read; the message is for users
     */
    static SslContext client(TlsStores stores) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forClient();
        String trust = stores.trustStore();
        if (trust != null) {
            read("ssl.trust_store", trust, () -> trust(builder, trust, stores));
        }
        String own = stores.keyStore();
        if (own != null) {
            read("ssl.key_store", own, () -> identify(builder, own, stores.keyStorePassword()));
        }
        return builder.sslProvider(SslProvider.JDK).build();
    }

    /**
     * Who the server is.
     *
     * @return null if it has no key store and speaks no TLS
     * @throws IOException if the store can't be read; the message is for users
     */
    static @Nullable SslContext server(TlsStores stores) throws IOException {
        String own = stores.keyStore();
        return own == null
                ? null
                : read("ssl.key_store", own, () -> server(own, stores.keyStorePassword()))
                        .sslProvider(SslProvider.JDK)
                        .build();
    }

    private static SslContextBuilder trust(SslContextBuilder builder, String path, TlsStores stores)
            throws IOException, GeneralSecurityException {
        if (isPem(path)) {
            return builder.trustManager(new File(path));
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(KeyStore.getInstance(new File(path), characters(stores.trustStorePassword())));
        return builder.trustManager(factory);
    }

    private static SslContextBuilder identify(
            SslContextBuilder builder, String path, @Nullable SecretText password)
            throws IOException, GeneralSecurityException {
        return isPem(path)
                ? builder.keyManager(new File(path), new File(path), text(password))
                : builder.keyManager(keys(path, password));
    }

    private static SslContextBuilder server(String path, @Nullable SecretText password)
            throws IOException, GeneralSecurityException {
        return isPem(path)
                ? SslContextBuilder.forServer(new File(path), new File(path), text(password))
                : SslContextBuilder.forServer(keys(path, password));
    }

    private static KeyManagerFactory keys(String path, @Nullable SecretText password)
            throws IOException, GeneralSecurityException {
        char[] characters = characters(password);
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(KeyStore.getInstance(new File(path), characters), characters);
        return factory;
    }

    /** Certificates first or the key first; Netty finds each in the one file. */
    private static boolean isPem(String path) throws IOException {
        try (InputStream in = new FileInputStream(path)) {
            String start = new String(in.readNBytes(8192), StandardCharsets.ISO_8859_1);
            return start.contains(PEM_START);
        }
    }

    private static @Nullable String text(@Nullable SecretText password) {
        return password == null ? null : password.resolve();
    }

    private static char @Nullable [] characters(@Nullable SecretText password) {
        return password == null ? null : password.resolve().toCharArray();
    }

    /** Opens one store. */
    private interface Reading {
        SslContextBuilder run() throws IOException, GeneralSecurityException;
    }

    private static SslContextBuilder read(String key, String path, Reading reading)
            throws IOException {
        try {
            return reading.run();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            throw new IOException(HandshakeErrors.unreadableStore(key, path, reason), e);
        }
    }
}
