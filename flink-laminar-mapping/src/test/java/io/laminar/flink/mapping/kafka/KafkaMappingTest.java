// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.mapping.OptionMapping;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaMappingTest {

    record Case(String name, Map<String, String> written, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> mistakes() {
        return List.of(
                new Case(
                        "no topic",
                        without("topic"),
                        "'topic' is missing: name a topic, several with commas between, or a"
                                + " 'topic-pattern'."),
                new Case(
                        "topics twice",
                        KafkaTable.with("topic-pattern", "t.*"),
                        "'topic' and 'topic-pattern' exclude each other: drop one."),
                new Case(
                        "no group",
                        without("group.id"),
                        "'group.id' is missing: the consumer group that keeps the offsets of what"
                                + " was read."),
                new Case(
                        "no broker",
                        without("bootstrap.servers"),
                        "'bootstrap.servers' is missing: a broker, such as 'localhost:9092'."),
                new Case(
                        "a typing error",
                        KafkaTable.with("auto.ofset.reset", "latest"),
                        "Unknown option 'auto.ofset.reset'. Did you mean 'auto.offset.reset'?"),
                new Case(
                        "a bad offset",
                        KafkaTable.with("auto.offset.reset", "newest"),
                        "'auto.offset.reset' is 'newest', but must be one of 'earliest',"
                                + " 'latest', 'none'."),
                new Case(
                        "offsets twice",
                        KafkaTable.with(
                                "auto.offset.reset",
                                "latest",
                                "scan.startup.mode",
                                "earliest-offset"),
                        "'auto.offset.reset' is for 'scan.startup.mode' = 'group-offsets', but that"
                                + " is 'earliest-offset': drop one of them."),
                new Case(
                        "formats twice",
                        KafkaTable.with("format", "csv", "value.format", "csv"),
                        "'format' and 'value.format' are one option: write one of them."),
                new Case(
                        "a registry without use",
                        KafkaTable.with("schema.registry.url", "http://r"),
                        "'schema.registry.url' is set, but 'format' is 'json': only 'avro' and"
                                + " 'debezium' read schemas from a registry."),
                new Case(
                        "a login without a registry",
                        KafkaTable.with(
                                "schema.registry.username", "u", "schema.registry.password", "p"),
                        "'schema.registry.username' needs 'schema.registry.url'."),
                new Case(
                        "half a login",
                        registry("schema.registry.username", "u"),
                        "'schema.registry.username' and 'schema.registry.password' belong together:"
                                + " write both."),
                new Case(
                        "a colon in a user's name",
                        registry(
                                "schema.registry.username", "u:v", "schema.registry.password", "p"),
                        "'schema.registry.username' must hold no colon: HTTP Basic ends the name"
                                + " there."),
                new Case(
                        "a login in plain text",
                        KafkaTable.with("sasl.mechanism", "PLAIN"),
                        "'sasl.mechanism' needs 'security.protocol' = 'SASL_SSL' (or"
                                + " 'SASL_PLAINTEXT')."),
                new Case(
                        "a login by nobody",
                        KafkaTable.with("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN"),
                        "'sasl.username' is missing: 'security.protocol' = 'SASL_SSL' logs in with"
                                + " 'sasl.mechanism', 'sasl.username' and 'sasl.password', or with"
                                + " what 'properties.sasl.…' say."),
                new Case(
                        "a mechanism that Kafka lacks",
                        KafkaTable.with("security.protocol", "SASL_SSL", "sasl.mechanism", "MD5"),
                        "'sasl.mechanism' is 'MD5', but must be one of 'PLAIN', 'SCRAM-SHA-256',"
                                + " 'SCRAM-SHA-512'."),
                new Case(
                        "partitioners twice",
                        KafkaTable.with("partitioner", "sticky", "sink.partitioner", "fixed"),
                        "'partitioner' and 'sink.partitioner' are one option: write one of them."),
                new Case(
                        "a key that is not hashed",
                        KafkaTable.with("partitioner", "sticky", "key.column", "id"),
                        "'key.column' is for 'partitioner' = 'key-hash', but that is 'sticky'."),
                new Case(
                        "a key that is no column",
                        KafkaTable.with("key.column", "ident"),
                        "'key.column' is 'ident', but the table has no such physical column: it has"
                                + " id, tags."),
                new Case(
                        "a key that can't be hashed",
                        KafkaTable.with("key.column", "tags"),
                        "Column 'tags' can't be hashed for 'partitioner' = 'key-hash': it is of"
                                + " type ARRAY<STRING>. Name one of a simple type in"
                                + " 'key.column'."),
                new Case(
                        "an unknown way with errors",
                        KafkaTable.with("on_error", "dlq"),
                        "'on_error' is 'dlq', but must be one of 'fail', 'skip'."),
                new Case(
                        "a guarantee that nobody gives",
                        KafkaTable.with("delivery.guarantee", "always"),
                        "'delivery.guarantee' is 'always', but must be one of 'exactly-once',"
                                + " 'at-least-once', 'none'."),
                new Case(
                        "two guarantees",
                        KafkaTable.with(
                                "delivery.guarantee", "exactly-once",
                                "sink.delivery-guarantee", "at-least-once"),
                        "'delivery.guarantee', 'sink.delivery-guarantee' are one option: write one"
                                + " of them."));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void saysWhatIsWrong(Case mistake) {
        assertThatThrownBy(() -> mapped(KafkaMapping.SOURCE, mistake.written()))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining(mistake.message());
    }

    @Test
    void saysAllThatIsWrongTogether() {
        assertThatThrownBy(() -> mapped(KafkaMapping.SOURCE, Map.of("partitioner", "best")))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("'bootstrap.servers' is missing")
                .hasMessageContaining("'topic' is missing")
                .hasMessageContaining("'group.id' is missing")
                .hasMessageContaining("'partitioner' is 'best'");
    }

    @Test
    void aSinkNeedsNoGroup() {
        assertThat(mapped(KafkaMapping.SINK, without("group.id")))
                .doesNotContainKey("properties.group.id");
    }

    @Test
    void fillsInTheDefaults() {
        assertThat(mapped(KafkaMapping.SOURCE, KafkaTable.BASE))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "connector", "kafka",
                                "properties.bootstrap.servers", "b:9092",
                                "topic", "t",
                                "properties.group.id", "g",
                                "format", "json",
                                "scan.startup.mode", "group-offsets",
                                "properties.auto.offset.reset", "latest"));
        assertThat(mapped(KafkaMapping.SINK, KafkaTable.BASE))
                .containsEntry("sink.delivery-guarantee", "at-least-once");
    }

    @Test
    void takesUnderscoresForDots() {
        Map<String, String> options =
                mapped(
                        KafkaMapping.SINK,
                        pairs(
                                "bootstrap_servers", "b:9092",
                                "topic", "t",
                                "group_id", "g",
                                "security_protocol", "sasl-ssl",
                                "sasl_mechanism", "scram_sha_256",
                                "sasl_username", "u",
                                "sasl_password", "p",
                                "delivery_guarantee", "at_least_once",
                                "key_column", "id",
                                "format", "avro",
                                "schema_registry_url", "http://r"));

        assertThat(options)
                .containsEntry("properties.security.protocol", "SASL_SSL")
                .containsEntry("properties.sasl.mechanism", "SCRAM-SHA-256")
                .containsEntry("avro-confluent.url", "http://r")
                .containsEntry("sink.delivery-guarantee", "at-least-once");
    }

    @Test
    void logsInAtTheRegistry() {
        assertThat(
                        mapped(
                                KafkaMapping.SOURCE,
                                registry(
                                        "schema.registry.username",
                                        "u",
                                        "schema.registry.password",
                                        "p:q",
                                        "format",
                                        "debezium")))
                .containsEntry("debezium-avro-confluent.basic-auth.credentials-source", "USER_INFO")
                .containsEntry("debezium-avro-confluent.basic-auth.user-info", "u:p:q");
    }

    @Test
    void quotesWhatGoesIntoAJaasConfiguration() {
        Map<String, String> written =
                KafkaTable.with(
                        "security.protocol",
                        "SASL_SSL",
                        "sasl.mechanism",
                        "PLAIN",
                        "sasl.username",
                        "o'neill",
                        "sasl.password",
                        "a\"b\\c\nd;");

        assertThat(mapped(KafkaMapping.SOURCE, written))
                .containsEntry(
                        "properties.sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required"
                                + " username=\"o'neill\" password=\"a\\\"b\\\\c\\nd;\";");
    }

    @Test
    void leavesAnotherMechanismToKafka() {
        Map<String, String> written =
                KafkaTable.with(
                        "security.protocol",
                        "SASL_SSL",
                        "properties.sasl.mechanism",
                        "OAUTHBEARER");

        assertThat(mapped(KafkaMapping.SOURCE, written))
                .containsEntry("properties.sasl.mechanism", "OAUTHBEARER")
                .doesNotContainKey("properties.sasl.jaas.config");
    }

    @Test
    void takesAnyFormatAndItsOptions() {
        assertThat(
                        mapped(
                                KafkaMapping.SOURCE,
                                KafkaTable.with("format", "protobuf", "protobuf.x", "1")))
                .containsEntry("format", "protobuf")
                .containsEntry("protobuf.x", "1");
    }

    static List<Case> mistakesWithAKey() {
        return List.of(
                new Case(
                        "an offset",
                        KafkaTable.with("auto.offset.reset", "latest"),
                        "'auto.offset.reset' is 'latest', but a table with a primary key is always"
                                + " read from its beginning, since an older row may be the newest"
                                + " of its key: drop it."),
                new Case(
                        "a startup mode",
                        KafkaTable.with("scan.startup.mode", "earliest-offset"),
                        "'scan.startup.mode' can't be written here: a table with a primary key is"
                                + " always read from its beginning."),
                new Case(
                        "a partitioner",
                        KafkaTable.with("partitioner", "sticky"),
                        "'partitioner' can't be written for a table with a primary key: its rows"
                                + " are partitioned by that key."),
                new Case(
                        "a column to hash",
                        KafkaTable.with("key.column", "id"),
                        "'key.column' can't be written for a table with a primary key: its rows are"
                                + " partitioned by that key."),
                new Case(
                        "records left out",
                        KafkaTable.with("on_error", "skip"),
                        "'on_error' = 'skip' can't be written for a table with a primary key:"
                                + " without a record that changes its row, the row would be wrong"
                                + " for good."),
                new Case(
                        "another key",
                        KafkaTable.with("key.fields", "tags"),
                        "'key.fields' can't be written here: the primary key of the table is the"
                                + " key of its records."));
    }

    @ParameterizedTest
    @MethodSource("mistakesWithAKey")
    void saysWhatIsWrongWithAPrimaryKey(Case mistake) {
        assertThatThrownBy(() -> mapped(KafkaMapping.UPSERT_SOURCE, mistake.written()))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Connector 'laminar-kafka': " + mistake.message());
    }

    @Test
    void aPrimaryKeyMakesEachRecordTheNewestRowOfItsKey() {
        DynamicTableFactory.Context table = KafkaTable.keyed(KafkaTable.BASE, new Configuration());

        assertThat(KafkaMapping.isUpsert(table)).isTrue();
        assertThat(
                        KafkaMapping.UPSERT_SOURCE
                                .map(table, DynamicTableFactory.class)
                                .context()
                                .getCatalogTable()
                                .getOptions())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "connector", "upsert-kafka",
                                "properties.bootstrap.servers", "b:9092",
                                "topic", "t",
                                "properties.group.id", "g",
                                "key.format", "json",
                                "value.format", "json"));
    }

    @Test
    void aPrimaryKeyOfAChangelogIsNoMoreThanThat() {
        assertThat(
                        KafkaMapping.isUpsert(
                                KafkaTable.keyed(
                                        KafkaTable.with("format", "debezium"),
                                        new Configuration())))
                .isFalse();
    }

    private static Map<String, String> without(String key) {
        Map<String, String> options = new HashMap<>(KafkaTable.BASE);
        options.remove(key);
        return options;
    }

    private static Map<String, String> registry(String... more) {
        Map<String, String> options = new HashMap<>(KafkaTable.BASE);
        options.put("schema.registry.url", "http://r");
        options.put("format", "avro");
        options.putAll(pairs(more));
        return options;
    }

    private static Map<String, String> pairs(String... keysAndValues) {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            pairs.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return pairs;
    }

    private static Map<String, String> mapped(OptionMapping mapping, Map<String, String> written) {
        return mapping.map(
                        KafkaTable.context("rows", written, new Configuration()),
                        DynamicTableFactory.class)
                .context()
                .getCatalogTable()
                .getOptions();
    }
}
