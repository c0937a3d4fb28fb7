// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static io.laminar.flink.mapping.kafka.KafkaOptions.AUTO_OFFSET_RESET;
import static io.laminar.flink.mapping.kafka.KafkaOptions.BOOTSTRAP_SERVERS;
import static io.laminar.flink.mapping.kafka.KafkaOptions.DELIVERY_GUARANTEE;
import static io.laminar.flink.mapping.kafka.KafkaOptions.FORMAT;
import static io.laminar.flink.mapping.kafka.KafkaOptions.GROUP_ID;
import static io.laminar.flink.mapping.kafka.KafkaOptions.KEY_COLUMN;
import static io.laminar.flink.mapping.kafka.KafkaOptions.KEY_FORMAT;
import static io.laminar.flink.mapping.kafka.KafkaOptions.PARTITIONER;
import static io.laminar.flink.mapping.kafka.KafkaOptions.SASL_MECHANISM;
import static io.laminar.flink.mapping.kafka.KafkaOptions.SASL_PASSWORD;
import static io.laminar.flink.mapping.kafka.KafkaOptions.SASL_USERNAME;
import static io.laminar.flink.mapping.kafka.KafkaOptions.SCHEMA_REGISTRY_PASSWORD;
import static io.laminar.flink.mapping.kafka.KafkaOptions.SCHEMA_REGISTRY_URL;
import static io.laminar.flink.mapping.kafka.KafkaOptions.SCHEMA_REGISTRY_USERNAME;
import static io.laminar.flink.mapping.kafka.KafkaOptions.SECURITY_PROTOCOL;
import static io.laminar.flink.mapping.kafka.KafkaOptions.TOPIC;
import static io.laminar.flink.mapping.kafka.KafkaOptions.TOPIC_PATTERN;
import static io.laminar.flink.mapping.kafka.KafkaOptions.VALUE_FORMAT;

import io.laminar.flink.mapping.OfficialConnector;
import io.laminar.flink.mapping.OptionMapping;
import io.laminar.flink.mapping.TableRequest;
import io.laminar.flink.sdk.option.OptionReader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;

/** The rules from the documented options of a Kafka table to those of Flink's connector. */
final class KafkaMapping {

    private static final OfficialConnector KAFKA =
            new OfficialConnector(
                    "kafka",
                    "org.apache.flink.streaming.connectors.kafka.table.KafkaDynamicTableFactory",
                    "flink-sql-connector-kafka 3.4.0-1.20 (or flink-connector-kafka and"
                            + " kafka-clients)");

    private static final ConfigOption<String> STARTUP_MODE =
            ConfigOptions.key("scan.startup.mode").stringType().defaultValue("group-offsets");

    static final OptionMapping SOURCE =
            rules().require(GROUP_ID, KafkaErrors.GROUP_ID_MEANING).build();

    static final OptionMapping SINK = rules().build();

    private KafkaMapping() {}

    private static OptionMapping.Builder rules() {
        return OptionMapping.of(LaminarKafkaTableFactory.IDENTIFIER, KAFKA)
                .renameRequired(
                        BOOTSTRAP_SERVERS,
                        "properties.bootstrap.servers",
                        KafkaErrors.BOOTSTRAP_MEANING)
                .derive(
                        List.of(TOPIC, TOPIC_PATTERN),
                        List.of("topic", "topic-pattern"),
                        "one of them; topics are separated by commas or semicolons",
                        KafkaMapping::deriveTopics)
                .rename(GROUP_ID, "properties.group.id")
                .derive(
                        List.of(AUTO_OFFSET_RESET),
                        List.of("properties.auto.offset.reset", "scan.startup.mode"),
                        "the startup mode is `group-offsets` unless you write it",
                        KafkaMapping::deriveOffsets)
                .derive(
                        List.of(FORMAT, KEY_FORMAT, VALUE_FORMAT),
                        List.of("format", "key.format", "value.format"),
                        "`avro` is `avro-confluent` with a registry; `debezium` is `debezium-json`,"
                                + " with a registry `debezium-avro-confluent`; all others as they"
                                + " are",
                        (request, mapped) ->
                                KafkaFormats.ofChanges(request.options())
                                        .deriveFormats(request, mapped))
                .derive(
                        List.of(
                                SCHEMA_REGISTRY_URL,
                                SCHEMA_REGISTRY_USERNAME,
                                SCHEMA_REGISTRY_PASSWORD),
                        List.of(
                                "<format>.url",
                                "<format>.basic-auth.credentials-source",
                                "<format>.basic-auth.user-info"),
                        "for each format that asks a registry",
                        (request, mapped) ->
                                KafkaFormats.ofChanges(request.options())
                                        .deriveRegistry(request, mapped))
                .derive(
                        List.of(SECURITY_PROTOCOL, SASL_MECHANISM, SASL_USERNAME, SASL_PASSWORD),
                        List.of(KafkaLogin.PROTOCOL, KafkaLogin.MECHANISM, KafkaLogin.JAAS),
                        "user and password are quoted as JAAS wants it",
                        KafkaLogin::derive)
                .derive(
                        List.of(PARTITIONER, KEY_COLUMN),
                        List.of(KafkaPartitioning.OFFICIAL, KafkaPartitioning.IGNORE_KEYS),
                        "a partitioner of ours; `sticky` is Kafka's own without regard to keys",
                        KafkaPartitioning::derive)
                .derive(
                        List.of(DELIVERY_GUARANTEE),
                        List.of("sink.delivery-guarantee"),
                        "by its other name",
                        KafkaMapping::deriveGuarantee)
                .pass("properties.")
                .pass(
                        written ->
                                KafkaFormats.ofChanges(
                                                new OptionReader(
                                                        LaminarKafkaTableFactory.IDENTIFIER,
                                                        written))
                                        .prefixes());
    }

    private static void deriveTopics(TableRequest request, BiConsumer<String, String> mapped) {
        OptionReader options = request.options();
        Optional<String> topics = options.text(TOPIC);
        Optional<String> pattern = options.text(TOPIC_PATTERN);
        if (topics.isPresent() == pattern.isPresent()) {
            options.problem(
                    topics.isPresent() ? KafkaErrors.TOPIC_TWICE : KafkaErrors.TOPIC_MISSING);
        }
        topics.ifPresent(
                list ->
                        mapped.accept(
                                "topic",
                                Arrays.stream(list.split("[,;]", -1))
                                        .map(String::strip)
                                        .collect(Collectors.joining(";"))));
        pattern.ifPresent(regex -> mapped.accept("topic-pattern", regex));
    }

    private static void deriveGuarantee(TableRequest request, BiConsumer<String, String> mapped) {
        mapped.accept(
                "sink.delivery-guarantee",
                request.options().get(DELIVERY_GUARANTEE, DeliveryGuarantee.class).toString());
    }

    private static void deriveOffsets(TableRequest request, BiConsumer<String, String> mapped) {
        OptionReader options = request.options();
        KafkaOptions.OffsetReset reset =
                options.get(AUTO_OFFSET_RESET, KafkaOptions.OffsetReset.class);
        String mode = options.get(STARTUP_MODE);
        if (!mode.equals(STARTUP_MODE.defaultValue()) && options.isWritten(AUTO_OFFSET_RESET)) {
            options.problem(String.format(KafkaErrors.OFFSETS_TWICE, mode));
        }
        mapped.accept(STARTUP_MODE.key(), mode);
        mapped.accept("properties.auto.offset.reset", reset.toString());
    }
}
