// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaServerITCase {

    private static KafkaServer server;
    private static KafkaTopics topics;

    @BeforeAll
    static void start() throws Exception {
        server = KafkaServer.start(Map.of("transaction.max.timeout.ms", "60000"));
        topics = new KafkaTopics(server);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void keepsRecordsOverACrash() throws Exception {
        topics.create("kept", 2);
        topics.send("kept", "one", "two");

        server.kill();
        server.restart();

        assertThat(topics.values("kept")).containsExactlyInAnyOrder("one", "two");
    }

    static Stream<Arguments> logins() {
        return Stream.of(KafkaServer.Listener.SASL_PLAINTEXT, KafkaServer.Listener.SASL_SSL)
                .flatMap(
                        listener ->
                                Stream.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")
                                        .map(mechanism -> Arguments.of(listener, mechanism)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("logins")
    void letsTheUserIn(KafkaServer.Listener listener, String mechanism) throws Exception {
        assertThat(clusterId(listener, mechanism, server.password())).isNotEmpty();
        assertThatThrownBy(() -> clusterId(listener, mechanism, "wrong"))
                .hasCauseInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void showsACertificateOfItsAuthority() throws Exception {
        Map<String, Object> client = new HashMap<>(client(KafkaServer.Listener.SSL));
        assertThat(clusterId(client)).isNotEmpty();
        client.keySet().removeIf(key -> key.startsWith("ssl."));
        assertThatThrownBy(() -> clusterId(client))
                .hasCauseInstanceOf(SslAuthenticationException.class);
    }

    private static String clusterId(
            KafkaServer.Listener listener, String mechanism, String password) throws Exception {
        String module =
                mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
        Map<String, Object> client = new HashMap<>(client(listener));
        client.put("sasl.mechanism", mechanism);
        client.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.%s required username=\"%s\" password=\"%s\";"
                        .formatted(
                                module,
                                server.user(),
                                password.replace("\\", "\\\\").replace("\"", "\\\"")));
        return clusterId(client);
    }

    private static Map<String, Object> client(KafkaServer.Listener listener) {
        return Map.of(
                "bootstrap.servers", server.bootstrapServers(listener),
                "security.protocol", listener.name(),
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", server.authority().certificate().toString());
    }

    private static String clusterId(Map<String, Object> client) throws Exception {
        try (Admin admin = Admin.create(client)) {
            return admin.describeCluster().clusterId().get();
        }
    }

    @Test
    void takesSettings() throws Exception {
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
        try (Admin admin = topics.admin()) {
            assertThat(admin.describeConfigs(List.of(broker)).all().get().values())
                    .extracting(config -> config.get("transaction.max.timeout.ms").value())
                    .containsExactly("60000");
        }
    }
}
