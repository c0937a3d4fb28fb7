// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static io.laminar.flink.mapping.kafka.KafkaOptions.FORMAT;
import static io.laminar.flink.mapping.kafka.KafkaOptions.KEY_FORMAT;
import static io.laminar.flink.mapping.kafka.KafkaOptions.SCHEMA_REGISTRY_PASSWORD;
import static io.laminar.flink.mapping.kafka.KafkaOptions.SCHEMA_REGISTRY_URL;
import static io.laminar.flink.mapping.kafka.KafkaOptions.SCHEMA_REGISTRY_USERNAME;
import static io.laminar.flink.mapping.kafka.KafkaOptions.VALUE_FORMAT;

import io.laminar.flink.mapping.TableRequest;
import io.laminar.flink.sdk.option.OptionReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Which of Flink's formats the key and the value of a table's records have, and where those with a
 * registry find it.
 *
 * @param value name of the value's format, as documented
 * @param key name of the key's format, if there is one
 * @param valuePrefix of the value's options: with {@code value.format} their keys begin so
 */
record KafkaFormats(String value, Optional<String> key, String valuePrefix, boolean hasRegistry) {

    private static final List<String> CHANGELOG_FORMATS =
            List.of("debezium", "canal-", "maxwell-", "ogg-");

    /** Of a table in which each record is a change or a new row by itself. */
    static KafkaFormats ofChanges(OptionReader options) {
        Optional<String> value = options.text(VALUE_FORMAT);
        return new KafkaFormats(
                value.or(() -> options.text(FORMAT)).orElse(FORMAT.defaultValue()),
                options.text(KEY_FORMAT),
                value.isPresent() ? "value." : "",
                options.isWritten(SCHEMA_REGISTRY_URL));
    }

    /** Of a table in which each record is the newest row of its key. */
    static KafkaFormats ofNewestRows(OptionReader options) {
        KafkaFormats formats = ofChanges(options);
        return new KafkaFormats(
                formats.value,
                formats.key.or(() -> Optional.of(formats.value)),
                "value.",
                formats.hasRegistry);
    }

    /** Beginnings of the formats' own options. */
    Set<String> prefixes() {
        return sides().entrySet().stream()
                .map(side -> side.getKey() + side.getValue() + ".")
                .collect(Collectors.toSet());
    }

    /** Whether a record says by itself if its row is new, changed or gone. */
    boolean areChangelog() {
        return CHANGELOG_FORMATS.stream().anyMatch(value::startsWith);
    }

    /** Tells the official connector its formats. */
    void deriveFormats(TableRequest request, BiConsumer<String, String> mapped) {
        if (request.options().isWritten(VALUE_FORMAT) && request.options().isWritten(FORMAT)) {
            request.options().problem(KafkaErrors.FORMAT_TWICE);
        }
        sides().forEach((prefix, identifier) -> mapped.accept(prefix + "format", identifier));
    }

    /** Tells each format that has a registry where it is. */
    void deriveRegistry(TableRequest request, BiConsumer<String, String> mapped) {
        OptionReader options = request.options();
        Optional<String> user = options.text(SCHEMA_REGISTRY_USERNAME);
        Optional<String> password = options.text(SCHEMA_REGISTRY_PASSWORD);
        if (user.isPresent() != password.isPresent()) {
            options.problem(KafkaErrors.REGISTRY_LOGIN);
        }
        if (user.isPresent() && !hasRegistry) {
            options.problem(KafkaErrors.REGISTRY_MISSING);
        }
        if (user.filter(name -> name.contains(":")).isPresent()) {
            options.problem(KafkaErrors.REGISTRY_USER);
        }
        if (!hasRegistry) {
            return;
        }
        if (sides().values().stream().noneMatch(KafkaFormats::asksRegistry)) {
            options.problem(String.format(KafkaErrors.REGISTRY_NOT_USED, value));
        }
        sides().forEach(
                        (prefix, identifier) -> {
                            if (!asksRegistry(identifier)) {
                                return;
                            }
                            String own = prefix + identifier + ".";
                            options.text(SCHEMA_REGISTRY_URL)
                                    .ifPresent(url -> mapped.accept(own + "url", url));
                            if (user.isPresent() && password.isPresent()) {
                                mapped.accept(own + "basic-auth.credentials-source", "USER_INFO");
                                mapped.accept(
                                        own + "basic-auth.user-info",
                                        user.get() + ":" + password.get());
                            }
                        });
    }

    /** Flink's identifiers by the prefixes of their options. */
    private Map<String, String> sides() {
        String ofValue = identifier(value);
        return key.map(name -> Map.of(valuePrefix, ofValue, "key.", identifier(name)))
                .orElse(Map.of(valuePrefix, ofValue));
    }

    private String identifier(String name) {
        return switch (name) {
            case "avro" -> hasRegistry ? "avro-confluent" : "avro";
            case "debezium" -> hasRegistry ? "debezium-avro-confluent" : "debezium-json";
            default -> name;
        };
    }

    private static boolean asksRegistry(String identifier) {
        return identifier.endsWith("avro-confluent");
    }
}
