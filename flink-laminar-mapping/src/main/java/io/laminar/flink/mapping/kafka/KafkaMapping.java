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
import static io.laminar.flink.mapping.kafka.KafkaOptions.ON_ERROR;
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
import io.laminar.flink.mapping.Rule;
import io.laminar.flink.mapping.TableRequest;
import io.laminar.flink.sdk.option.OptionReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.factories.DynamicTableFactory;

/** The rules from the documented options of a Kafka table to those of Flink's connector. */
final class KafkaMapping {

    private static final String PACKAGE = "org.apache.flink.streaming.connectors.kafka.table.";

    private static final String JAR =
            "flink-sql-connector-kafka 3.4.0-1.20 (or flink-connector-kafka and kafka-clients)";

    private static final OfficialConnector KAFKA =
            new OfficialConnector("kafka", PACKAGE + "KafkaDynamicTableFactory", JAR);

    private static final OfficialConnector UPSERT_KAFKA =
            new OfficialConnector("upsert-kafka", PACKAGE + "UpsertKafkaDynamicTableFactory", JAR);

    private static final ConfigOption<String> STARTUP_MODE =
            ConfigOptions.key("scan.startup.mode").stringType().defaultValue("group-offsets");

    /** Records are changes, or rows of their own. */
    static final OptionMapping SINK = kafka(KafkaTransactions::derive).build();

    static final OptionMapping SOURCE =
            kafka(KafkaTransactions::check).require(GROUP_ID, KafkaErrors.GROUP_ID_MEANING).build();

    /** To find columns out, before it is known who reads or writes them. */
    static final OptionMapping UNKNOWN_COLUMNS = kafka(KafkaTransactions::check).build();

    /** A record is the newest row of its key; one without a value deletes it. */
    static final OptionMapping UPSERT_SINK = upsertKafka(KafkaTransactions::derive).build();

    static final OptionMapping UPSERT_SOURCE =
            upsertKafka(KafkaTransactions::check)
                    .require(GROUP_ID, KafkaErrors.GROUP_ID_MEANING)
                    .build();

    private KafkaMapping() {}

    /** Whether a primary key makes each record the newest row of its key. */
    static boolean isUpsert(DynamicTableFactory.Context table) {
        return table.getPrimaryKeyIndexes().length > 0
                && !KafkaFormats.ofChanges(read(table.getCatalogTable().getOptions()))
                        .areChangelog();
    }

    /** The options as they are written, for what needs no check. */
    static OptionReader read(Map<String, String> written) {
        return new OptionReader(LaminarKafkaTableFactory.IDENTIFIER, written);
    }

    private static OptionMapping.Builder kafka(Rule.Derivation guarantee) {
        return rules(KAFKA, KafkaFormats::ofChanges, guarantee)
                .derive(
                        List.of(AUTO_OFFSET_RESET),
                        List.of("properties.auto.offset.reset", "scan.startup.mode"),
                        "the startup mode is `group-offsets` unless you write it",
                        KafkaMapping::deriveOffsets)
                .derive(
                        List.of(ON_ERROR),
                        List.of(),
                        "with `skip` a source of ours in place of the official one",
                        KafkaMapping::checkErrors)
                .derive(
                        List.of(PARTITIONER, KEY_COLUMN),
                        List.of(KafkaPartitioning.OFFICIAL, KafkaPartitioning.IGNORE_KEYS),
                        "a partitioner of ours; `sticky` is Kafka's own without regard to keys",
                        KafkaPartitioning::derive);
    }

    private static OptionMapping.Builder upsertKafka(Rule.Derivation guarantee) {
        return rules(UPSERT_KAFKA, KafkaFormats::ofNewestRows, guarantee)
                .derive(
                        List.of(AUTO_OFFSET_RESET, ON_ERROR, PARTITIONER, KEY_COLUMN),
                        List.of(),
                        "the primary key decides",
                        KafkaMapping::checkUpsert)
                .refuse(STARTUP_MODE.key(), KafkaErrors.UPSERT_STARTUP)
                .refuse("key.fields", KafkaErrors.UPSERT_KEY)
                .pass(STARTUP_MODE.key(), "key.fields");
    }

    private static OptionMapping.Builder rules(
            OfficialConnector official,
            Function<OptionReader, KafkaFormats> formats,
            Rule.Derivation guarantee) {
        return OptionMapping.of(LaminarKafkaTableFactory.IDENTIFIER, official)
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
                        List.of(FORMAT, KEY_FORMAT, VALUE_FORMAT),
                        List.of("format", "key.format", "value.format"),
                        "`avro` is `avro-confluent` with a registry; `debezium` is `debezium-json`,"
                                + " with a registry `debezium-avro-confluent`; all others as they"
                                + " are",
                        (request, mapped) ->
                                formats.apply(request.options()).deriveFormats(request, mapped))
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
                                formats.apply(request.options()).deriveRegistry(request, mapped))
                .derive(
                        List.of(SECURITY_PROTOCOL, SASL_MECHANISM, SASL_USERNAME, SASL_PASSWORD),
                        List.of(KafkaLogin.PROTOCOL, KafkaLogin.MECHANISM, KafkaLogin.JAAS),
                        "user and password are quoted as JAAS wants it",
                        KafkaLogin::derive)
                .derive(
                        List.of(DELIVERY_GUARANTEE),
                        List.of(
                                KafkaTransactions.GUARANTEE,
                                KafkaTransactions.PREFIX,
                                KafkaTransactions.TIMEOUT),
                        "with `exactly-once` a prefix from job, table and topic, and as much"
                                + " time as the broker allows, up to an hour or what checkpoints"
                                + " need; what you write stays",
                        guarantee)
                .pass("properties.")
                .pass(written -> formats.apply(read(written)).prefixes());
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

    private static void checkErrors(TableRequest request, BiConsumer<String, String> mapped) {
        if (skipsErrors(request.options()) && !hasKafkaClients()) {
            request.options().problem(KafkaErrors.SKIP_NEEDS_CLIENTS);
        }
    }

    static boolean skipsErrors(OptionReader options) {
        return options.get(ON_ERROR, KafkaOptions.ErrorPolicy.class)
                == KafkaOptions.ErrorPolicy.SKIP;
    }

    /** Not so with the uber jar of the official connector, which has them under other names. */
    private static boolean hasKafkaClients() {
        try {
            Class.forName(
                    "org.apache.kafka.clients.consumer.ConsumerRecord",
                    /* initialize= */ false,
                    KafkaMapping.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
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

    private static void checkUpsert(TableRequest request, BiConsumer<String, String> mapped) {
        OptionReader options = request.options();
        options.find(AUTO_OFFSET_RESET, KafkaOptions.OffsetReset.class)
                .filter(reset -> reset != KafkaOptions.OffsetReset.EARLIEST)
                .ifPresent(
                        reset -> options.problem(String.format(KafkaErrors.UPSERT_OFFSET, reset)));
        options.find(PARTITIONER, KafkaOptions.Partitioner.class)
                .filter(partitioner -> partitioner != KafkaOptions.Partitioner.KEY_HASH)
                .ifPresent(
                        partitioner ->
                                options.problem(
                                        String.format(
                                                KafkaErrors.UPSERT_PARTITIONER,
                                                PARTITIONER.key())));
        if (skipsErrors(options)) {
            options.problem(KafkaErrors.UPSERT_SKIP);
        }
        if (options.isWritten(KEY_COLUMN)) {
            options.problem(String.format(KafkaErrors.UPSERT_PARTITIONER, KEY_COLUMN.key()));
        }
    }
}
