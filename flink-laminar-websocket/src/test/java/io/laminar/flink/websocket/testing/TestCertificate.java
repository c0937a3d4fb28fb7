// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate for one host name, made by the JDK's keytool. */
public record TestCertificate(Path keyStore) {

    private static final String PASSWORD = "changeit";

    public static TestCertificate create(Path folder, String host) throws Exception {
        Path file = folder.resolve(host + ".p12");
        keytool(file, "-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-ext", san(host));
        return new TestCertificate(file);
    }

    /** One that ended five days ago; the authority that signed it is "root.crt" in the folder. */
    public static TestCertificate createExpired(Path folder, String host) throws Exception {
        Path authority = folder.resolve("authority.p12");
        keytool(authority, "-genkeypair", "-keyalg", "EC", "-dname", "CN=root", "-ext", "bc:c");
        keytool(authority, "-exportcert", "-rfc", "-file", folder.resolve("root.crt").toString());
        return createSigned(folder, host, "expired", "-10d");
    }

    /** What follows {@link #createExpired}: of the same authority, and good from now on. */
    public static TestCertificate renew(Path folder, String host) throws Exception {
        return createSigned(folder, host, "renewed", "-1d");
    }

    private static TestCertificate createSigned(
            Path folder, String host, String name, String startDate) throws Exception {
        Path authority = folder.resolve("authority.p12");
        Path file = folder.resolve(name + ".p12");
        String root = folder.resolve("root.crt").toString();
        String request = folder.resolve(name + ".request").toString();
        String answer = folder.resolve(name + ".crt").toString();
        keytool(file, "-genkeypair", "-keyalg", "EC", "-dname", "CN=test");
        keytool(file, "-certreq", "-file", request);
        keytool(
                authority,
                "-gencert",
                "-startdate",
                startDate,
                "-validity",
                "5",
                "-ext",
                san(host),
                "-infile",
                request,
                "-outfile",
                answer);
        keytool(file, "-importcert", "-noprompt", "-alias", "root", "-file", root);
        keytool(file, "-importcert", "-file", answer);
        return new TestCertificate(file);
    }

    private static String san(String host) {
        return "SAN=" + (host.contains(":") ? "ip:" : "dns:") + host;
    }

    /** Works on the entry 'test', unless the arguments name another. */
    private static void keytool(Path store, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        if (!command.contains("-alias")) {
            command.addAll(List.of("-alias", "test"));
        }
        Process keytool = new ProcessBuilder(command).inheritIO().start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool ended with " + keytool.exitValue());
        }
    }

    public String password() {
        return PASSWORD;
    }

    /** The certificate and its key as PEM, beside the store. */
    public Path pem() throws Exception {
        KeyStore store = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
        Base64.Encoder base64 = Base64.getMimeEncoder(64, new byte[] {'\n'});
        String text =
                "-----BEGIN PRIVATE KEY-----\n"
                        + base64.encodeToString(
                                store.getKey("test", PASSWORD.toCharArray()).getEncoded())
                        + "\n-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n"
                        + base64.encodeToString(store.getCertificate("test").getEncoded())
                        + "\n-----END CERTIFICATE-----\n";
        return Files.writeString(keyStore.resolveSibling("test.pem"), text);
    }

    /** For either end: shows this certificate, trusts nobody but it, and asks for it. */
    public SSLContext mutualContext() throws Exception {
        KeyStore store = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** For the server that owns it. */
    public SSLContext serverContext() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** Makes it, and nothing else, the JVM's trust store until the result is closed. */
    public AutoCloseable trustedByTheJvm() {
        System.setProperty("javax.net.ssl.trustStore", keyStore.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
        return () -> {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        };
    }
}
