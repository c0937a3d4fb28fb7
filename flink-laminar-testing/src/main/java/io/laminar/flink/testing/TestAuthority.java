// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * An authority that signs certificates for tests, made by the JDK's keytool; all files are in PEM
 * form, as servers and libpq take them.
 *
 * <p>Not thread-safe. The files stay in the folder, which belongs to the caller.
 */
public final class TestAuthority {

    /** A certificate and its private key, which only its owner may read. */
    public record Issued(Path certificate, Path key) {}

    private static final String PASSWORD = "changeit";
    private static final String CA = "ca";

    private final Path folder;
    private final Path certificate;

    /** Makes an authority; two in one folder need different names. */
    public TestAuthority(Path folder, String name) throws IOException, GeneralSecurityException {
        this.folder = Files.createDirectory(folder.resolve(name));
        keytool(CA, "CN=" + name, "-ext", "bc:c");
        this.certificate = writePem("ca.crt", "CERTIFICATE", chain(CA)[0].getEncoded());
    }

    /** The authority's own certificate. */
    public Path certificate() {
        return certificate;
    }

    /**
     * Signs a new certificate.
     *
     * @param name its common name, in lower case
     * @param hosts what it is for, such as {@code dns:localhost} or {@code ip:127.0.0.1}
     */
    public Issued issue(String name, String... hosts) throws IOException, GeneralSecurityException {
        List<String> more = new ArrayList<>(List.of("-signer", CA));
        if (hosts.length > 0) {
            more.addAll(List.of("-ext", "SAN=" + String.join(",", hosts)));
        }
        keytool(name, "CN=" + name, more.toArray(new String[0]));
        Path key =
                writePem(
                        name + ".key",
                        "PRIVATE KEY",
                        store().getKey(name, PASSWORD.toCharArray()).getEncoded());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return new Issued(writePem(name + ".crt", "CERTIFICATE", chain(name)[0].getEncoded()), key);
    }

    private void keytool(String alias, String distinguishedName, String... more)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-keystore", keyStore().toString()));
        command.addAll(List.of("-storepass", PASSWORD, "-alias", alias));
        command.addAll(List.of("-dname", distinguishedName));
        command.addAll(List.of(more));
        Path log = folder.resolve("keytool.log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while keytool ran", e);
        }
    }

    private Path keyStore() {
        return folder.resolve("store.p12");
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore())) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private Certificate[] chain(String alias) throws IOException, GeneralSecurityException {
        return store().getCertificateChain(alias);
    }

    private Path writePem(String file, String label, byte[] bytes) throws IOException {
        return Files.writeString(
                folder.resolve(file),
                String.format(
                        "-----BEGIN %s-----%n%s%n-----END %s-----%n",
                        label, Base64.getMimeEncoder().encodeToString(bytes), label));
    }
}
