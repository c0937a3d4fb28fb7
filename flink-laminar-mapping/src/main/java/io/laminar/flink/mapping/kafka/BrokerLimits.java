// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a broker allows its clients, as it says itself. */
final class BrokerLimits {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerLimits.class);

    private static final String PROPERTIES = "properties.";
    private static final String MAXIMUM = "transaction.max.timeout.ms";
    private static final String PATIENCE_MILLIS = "10000";

    private BrokerLimits() {}

    /**
     * The longest transaction.
     *
     * @param options of the official connector, of which those for Kafka's clients are taken
     * @return nothing, with a warning, if the broker can't be asked from here
     */
    static Optional<Duration> longestTransaction(Map<String, String> options) {
        try {
            return ask(options);
        } catch (ExecutionException | KafkaException e) {
            LOG.warn("Can't ask the broker for its '{}'.", MAXIMUM, e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Duration> ask(Map<String, String> options)
            throws ExecutionException, InterruptedException {
        Map<String, Object> client = new HashMap<>();
        client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        options.forEach(
                (key, value) -> {
                    if (key.startsWith(PROPERTIES)) {
                        client.put(key.substring(PROPERTIES.length()), value);
                    }
                });
        try (Admin admin = Admin.create(client)) {
            Node broker = admin.describeCluster().nodes().get().iterator().next();
            ConfigResource resource =
                    new ConfigResource(ConfigResource.Type.BROKER, broker.idString());
            Config config =
                    admin.describeConfigs(List.of(resource)).all().get().values().iterator().next();
            // Services that speak Kafka's protocol need not tell it.
            return Optional.ofNullable(config.get(MAXIMUM))
                    .map(ConfigEntry::value)
                    .filter(millis -> millis.matches("\\d{1,18}"))
                    .map(millis -> Duration.ofMillis(Long.parseLong(millis)));
        }
    }
}
