// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;

/** Options of {@code 'connector' = 'laminar-kafka'}. */
@PublicEvolving
public final class KafkaOptions {

    /** Where to start reading a partition of which the group has no offset. */
    public enum OffsetReset {
        EARLIEST,
        LATEST,
        NONE;

        @Override
        public String toString() {
            return Names.lowerCase(this);
        }
    }

    /** What is spoken on the connection to a broker. */
    public enum SecurityProtocol {
        PLAINTEXT,
        SSL,
        SASL_PLAINTEXT,
        SASL_SSL
    }

    /** How a user logs in by name and password. */
    public enum SaslMechanism {
        PLAIN,
        SCRAM_SHA_256,
        SCRAM_SHA_512;

        @Override
        public String toString() {
            return name().replace('_', '-');
        }
    }

    /** Which partition of its topic a row goes to. */
    public enum Partitioner {
        ROUND_ROBIN,
        KEY_HASH,
        STICKY;

        @Override
        public String toString() {
            return Names.lowerCase(this);
        }
    }

    /** What becomes of a record that can't be decoded. */
    public enum ErrorPolicy {
        /** The job fails. */
        FAIL,
        /** The record is left out, counted, and logged at most once a second. */
        SKIP;

        @Override
        public String toString() {
            return Names.lowerCase(this);
        }
    }

    public static final ConfigOption<String> BOOTSTRAP_SERVERS =
            ConfigOptions.key("bootstrap.servers")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("bootstrap_servers")
                    .withDescription("Brokers to ask first: 'host:port', comma-separated.");

    public static final ConfigOption<String> TOPIC =
            ConfigOptions.key("topic")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("One topic, or several, comma-separated.");

    public static final ConfigOption<String> TOPIC_PATTERN =
            ConfigOptions.key("topic-pattern")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "In place of 'topic': a regular expression for the names of topics. New"
                                    + " ones are found while the job runs.");

    public static final ConfigOption<String> GROUP_ID =
            ConfigOptions.key("group.id")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("group_id")
                    .withDescription(
                            "Consumer group, to which offsets are committed when a checkpoint is"
                                    + " complete.");

    public static final ConfigOption<String> FORMAT =
            ConfigOptions.key("format")
                    .stringType()
                    .defaultValue("json")
                    .withDescription(
                            "'json', 'csv', 'avro', 'raw', 'debezium', or the identifier of any"
                                    + " other format on the class path. The format's own options"
                                    + " begin with the official name, as in"
                                    + " 'json.ignore-parse-errors'.");

    public static final ConfigOption<String> KEY_FORMAT =
            ConfigOptions.key("key.format")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Format of the records' keys, with the columns in 'key.fields'. Its own"
                                    + " options begin with 'key.', as in 'key.csv.…'.");

    public static final ConfigOption<String> VALUE_FORMAT =
            ConfigOptions.key("value.format")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "'format' by the name that it has beside 'key.format'. Its own options"
                                    + " begin with 'value.', as in 'value.csv.…'.");

    public static final ConfigOption<OffsetReset> AUTO_OFFSET_RESET =
            ConfigOptions.key("auto.offset.reset")
                    .enumType(OffsetReset.class)
                    .defaultValue(OffsetReset.LATEST)
                    .withFallbackKeys("auto_offset_reset")
                    .withDescription(
                            "Where to start in a partition of which the group has no offset:"
                                    + " 'earliest', 'latest', or 'none' for an error. The offsets"
                                    + " of a restored checkpoint come first, then the group's.");

    public static final ConfigOption<String> SCHEMA_REGISTRY_URL =
            ConfigOptions.key("schema.registry.url")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("schema_registry_url")
                    .withDescription(
                            "Schema registry with Confluent's API, for 'avro' and 'debezium'.");

    public static final ConfigOption<String> SCHEMA_REGISTRY_USERNAME =
            ConfigOptions.key("schema.registry.username")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("For a registry that asks for a login (HTTP Basic).");

    public static final ConfigOption<String> SCHEMA_REGISTRY_PASSWORD =
            ConfigOptions.key("schema.registry.password")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Of that user: '${env:NAME}' or '${file:/path}'.");

    public static final ConfigOption<SecurityProtocol> SECURITY_PROTOCOL =
            ConfigOptions.key("security.protocol")
                    .enumType(SecurityProtocol.class)
                    .noDefaultValue()
                    .withFallbackKeys("security_protocol")
                    .withDescription(
                            "'PLAINTEXT' (Kafka's default), 'SSL', 'SASL_PLAINTEXT' or"
                                    + " 'SASL_SSL'. Stores of certificates are given by"
                                    + " 'properties.ssl.…'.");

    public static final ConfigOption<SaslMechanism> SASL_MECHANISM =
            ConfigOptions.key("sasl.mechanism")
                    .enumType(SaslMechanism.class)
                    .noDefaultValue()
                    .withFallbackKeys("sasl_mechanism")
                    .withDescription(
                            "'PLAIN', 'SCRAM-SHA-256' or 'SCRAM-SHA-512'. For others write"
                                    + " 'properties.sasl.…'.");

    public static final ConfigOption<String> SASL_USERNAME =
            ConfigOptions.key("sasl.username")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("sasl_username")
                    .withDescription("Who logs in.");

    public static final ConfigOption<String> SASL_PASSWORD =
            ConfigOptions.key("sasl.password")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("sasl_password")
                    .withDescription(
                            "Of that user, with any characters: '${env:NAME}' or"
                                    + " '${file:/path}'.");

    public static final ConfigOption<ErrorPolicy> ON_ERROR =
            ConfigOptions.key("on_error")
                    .enumType(ErrorPolicy.class)
                    .defaultValue(ErrorPolicy.FAIL)
                    .withFallbackKeys("on.error")
                    .withDescription(
                            "Source: a record whose key or value can't be decoded: 'fail' fails the"
                                    + " job, 'skip' leaves it out, counts it"
                                    + " ('numRecordsInErrors'), and logs topic, partition, offset"
                                    + " and reason at most once a second.");

    public static final ConfigOption<Partitioner> PARTITIONER =
            ConfigOptions.key("partitioner")
                    .enumType(Partitioner.class)
                    .defaultValue(Partitioner.ROUND_ROBIN)
                    .withDescription(
                            "Sink: 'round-robin' (each row to the next partition), 'key-hash' (all"
                                    + " rows with one value of 'key.column' to one partition, in"
                                    + " their order), 'sticky' (batch by batch, the fastest). A"
                                    + " table with a changelog format has 'key-hash', one with"
                                    + " 'key.format' Kafka's own hash of the key, unless you"
                                    + " write it. Not with a primary key, by which rows are"
                                    + " partitioned then.");

    public static final ConfigOption<String> KEY_COLUMN =
            ConfigOptions.key("key.column")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("key_column")
                    .withDescription(
                            "Sink: the column of 'key-hash'; if absent the first of the primary"
                                    + " key, else the first of the table. Rows where it is NULL"
                                    + " stay together, too.");

    public static final ConfigOption<DeliveryGuarantee> DELIVERY_GUARANTEE =
            ConfigOptions.key("delivery.guarantee")
                    .enumType(DeliveryGuarantee.class)
                    .defaultValue(DeliveryGuarantee.AT_LEAST_ONCE)
                    .withFallbackKeys("delivery_guarantee", KafkaTransactions.GUARANTEE)
                    .withDescription(
                            "Sink: 'at-least-once' (after a failure rows can be there twice),"
                                    + " 'exactly-once' (rows are committed with each checkpoint;"
                                    + " readers need 'isolation.level' = 'read_committed'), 'none'"
                                    + " (rows can also be lost).");

    private KafkaOptions() {}
}
