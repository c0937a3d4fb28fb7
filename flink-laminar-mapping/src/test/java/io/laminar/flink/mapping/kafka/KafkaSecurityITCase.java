// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.testing.KafkaServer.Listener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.core.testutils.FlinkAssertions;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a broker whose password is full of quotes and backslashes. */
@Timeout(120)
class KafkaSecurityITCase {

    @RegisterExtension
    private static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

    @TempDir private Path folder;

    private final KafkaTables tables = new KafkaTables();

    KafkaSecurityITCase() throws IOException {}

    @ParameterizedTest
    @CsvSource({
        "SASL_PLAINTEXT, PLAIN",
        "SASL_PLAINTEXT, SCRAM-SHA-256",
        "SASL_SSL, SCRAM-SHA-512",
        "SSL,"
    })
    void readsAndWritesAsTheUser(Listener listener, String mechanism) throws Exception {
        String topic = "secured-" + listener + "-" + mechanism;
        Map<String, String> options = options(listener);
        if (mechanism != null) {
            Path password = folder.resolve("password");
            Files.writeString(password, tables.server().password());
            options.put("sasl.mechanism", mechanism);
            options.put("sasl.username", tables.server().user());
            options.put("sasl.password", "${file:" + password + "}");
        }
        tables.topics().create(topic, 1);
        tables.create(topic, "id INT", options);

        tables.sql().executeSql("INSERT INTO `" + topic + "` VALUES (1)").await();

        assertThat(tables.rows("SELECT * FROM `" + topic + "`")).containsExactly("+I[1]");
    }

    @Test
    void isRefusedWithAnotherPassword() {
        Map<String, String> options = options(Listener.SASL_PLAINTEXT);
        options.put("sasl.mechanism", "plain");
        options.put("sasl.username", tables.server().user());
        options.put("sasl.password", "planted-secret");
        tables.create("refused", "id INT", options);

        assertThatThrownBy(() -> tables.rows("SELECT * FROM refused"))
                .satisfies(FlinkAssertions.anyCauseMatches("Authentication failed"))
                .rootCause()
                .hasMessageNotContaining("planted-secret");
    }

    private Map<String, String> options(Listener listener) {
        Map<String, String> options = new HashMap<>(KafkaTables.FROM_THE_START);
        options.put("bootstrap.servers", tables.server().bootstrapServers(listener));
        options.put("security.protocol", listener.name());
        if (listener.name().endsWith("SSL")) {
            options.put("properties.ssl.truststore.type", "PEM");
            options.put(
                    "properties.ssl.truststore.location",
                    tables.server().authority().certificate().toString());
        }
        return options;
    }
}
