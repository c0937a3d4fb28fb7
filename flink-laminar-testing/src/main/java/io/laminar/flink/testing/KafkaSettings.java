// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** What the test broker of Kafka is told: {@code server.properties} and the users that it knows. */
final class KafkaSettings {

    private static final int SCRAM_ITERATIONS = 4096;

    private KafkaSettings() {}

    /** One broker that is its own controller. */
    static Map<String, String> broker(
            String host, Map<KafkaServer.Listener, Integer> ports, int controllerPort, Path data) {
        String controller = host + ":" + controllerPort;
        List<String> listeners = new ArrayList<>();
        List<String> protocols = new ArrayList<>(List.of("CONTROLLER:PLAINTEXT"));
        ports.forEach(
                (listener, port) -> {
                    listeners.add(listener + "://" + host + ":" + port);
                    protocols.add(listener + ":" + listener);
                });
        String advertised = String.join(",", listeners);
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@" + controller);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", KafkaServer.Listener.PLAINTEXT.name());
        settings.put("listeners", advertised + ",CONTROLLER://" + controller);
        settings.put("advertised.listeners", advertised);
        settings.put("listener.security.protocol.map", String.join(",", protocols));
        settings.put("log.dirs", data.toString());
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        // A group of one waits for no other member.
        settings.put("group.initial.rebalance.delay.ms", "0");
        return settings;
    }

    /** TLS with the broker's own certificate, and logins of the one user. */
    static Map<String, String> security(
            Path folder, TestAuthority authority, String user, String password)
            throws IOException, GeneralSecurityException {
        TestAuthority.Issued issued = authority.issue("broker", "dns:localhost", "ip:127.0.0.1");
        Path keyStore =
                Files.writeString(
                        folder.resolve("broker.pem"),
                        Files.readString(issued.key()) + Files.readString(issued.certificate()));
        Map<String, String> settings = new HashMap<>();
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.location", keyStore.toString());
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", authority.certificate().toString());
        settings.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512");
        String quoted = '"' + password.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        String modules = "org.apache.kafka.common.security.";
        String scram = modules + "scram.ScramLoginModule required;";
        for (String listener : List.of("sasl_plaintext", "sasl_ssl")) {
            String prefix = "listener.name." + listener + ".";
            settings.put(
                    prefix + "plain.sasl.jaas.config",
                    modules + "plain.PlainLoginModule required user_" + user + "=" + quoted + ";");
            settings.put(prefix + "scram-sha-256.sasl.jaas.config", scram);
            settings.put(prefix + "scram-sha-512.sasl.jaas.config", scram);
        }
        return settings;
    }

    /**
     * The user's credentials as {@code StorageTool format --add-scram} takes them: the salted
     * password (RFC 5802, {@code Hi}), since the tool can't read every character in a plain one.
     */
    static String scram(int bits, String user, String password) throws GeneralSecurityException {
        byte[] salt = user.getBytes(StandardCharsets.UTF_8);
        byte[] salted =
                SecretKeyFactory.getInstance("PBKDF2WithHmacSHA" + bits)
                        .generateSecret(
                                new PBEKeySpec(
                                        password.toCharArray(), salt, SCRAM_ITERATIONS, bits))
                        .getEncoded();
        Base64.Encoder base64 = Base64.getEncoder();
        return "SCRAM-SHA-%d=[name=%s,salt=\"%s\",saltedpassword=\"%s\",iterations=%d]"
                .formatted(
                        bits,
                        user,
                        base64.encodeToString(salt),
                        base64.encodeToString(salted),
                        SCRAM_ITERATIONS);
    }
}
