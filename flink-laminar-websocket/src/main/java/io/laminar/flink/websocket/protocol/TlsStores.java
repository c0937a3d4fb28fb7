// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.laminar.flink.sdk.secret.SecretText;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Files of certificates and keys, on the machine that connects or listens: PKCS #12, JKS or PEM.
 *
 * @param trustStore whom a client trusts; null for the JVM's trust store
 * @param keyStore the own certificate and its key; a server that has one speaks TLS only
 */
@Internal
public record TlsStores(
        @Nullable String trustStore,
        @Nullable SecretText trustStorePassword,
        @Nullable String keyStore,
        @Nullable SecretText keyStorePassword)
        implements Serializable {

    public static final TlsStores NONE = new TlsStores(null, null, null, null);

    public TlsStores {
        requireStore("ssl.trust_store", trustStore, trustStorePassword);
        requireStore("ssl.key_store", keyStore, keyStorePassword);
    }

    private static void requireStore(
            String key, @Nullable String store, @Nullable SecretText password) {
        if (store == null && password != null) {
            throw new IllegalArgumentException(HandshakeErrors.passwordWithoutStore(key));
        }
    }

    /** The options by which a secret stands in the job graph as it was written. */
    public List<String> literalSecrets() {
        List<String> options = new ArrayList<>();
        if (trustStorePassword != null && trustStorePassword.isLiteral()) {
            options.add("ssl.trust_store_password");
        }
        if (keyStorePassword != null && keyStorePassword.isLiteral()) {
            options.add("ssl.key_store_password");
        }
        return options;
    }
}
