// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.kafka;

import static io.laminar.flink.mapping.kafka.KafkaOptions.SASL_MECHANISM;
import static io.laminar.flink.mapping.kafka.KafkaOptions.SASL_PASSWORD;
import static io.laminar.flink.mapping.kafka.KafkaOptions.SASL_USERNAME;
import static io.laminar.flink.mapping.kafka.KafkaOptions.SECURITY_PROTOCOL;

import io.laminar.flink.mapping.TableRequest;
import io.laminar.flink.mapping.kafka.KafkaOptions.SaslMechanism;
import io.laminar.flink.mapping.kafka.KafkaOptions.SecurityProtocol;
import io.laminar.flink.sdk.option.OptionReader;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** What Kafka's clients have to say before a broker talks to them. */
final class KafkaLogin {

    static final String PROTOCOL = "properties.security.protocol";
    static final String MECHANISM = "properties.sasl.mechanism";
    static final String JAAS = "properties.sasl.jaas.config";

    /** Where the uber jar of the official connector keeps Kafka's classes. */
    private static final String RELOCATED = "org.apache.flink.kafka.shaded.";

    private static final String MODULES = "org.apache.kafka.common.security.";
    private static final String PLAIN = MODULES + "plain.PlainLoginModule";
    private static final String SCRAM = MODULES + "scram.ScramLoginModule";

    private KafkaLogin() {}

    /** Client properties for protocol and login. */
    static void derive(TableRequest request, BiConsumer<String, String> mapped) {
        OptionReader options = request.options();
        Optional<SecurityProtocol> protocol =
                options.find(SECURITY_PROTOCOL, SecurityProtocol.class);
        Optional<SaslMechanism> mechanism = options.find(SASL_MECHANISM, SaslMechanism.class);
        Optional<String> user = options.text(SASL_USERNAME);
        Optional<String> password = options.text(SASL_PASSWORD);
        protocol.ifPresent(name -> mapped.accept(PROTOCOL, name.toString()));

        List<ConfigOption<?>> all = List.of(SASL_MECHANISM, SASL_USERNAME, SASL_PASSWORD);
        Optional<ConfigOption<?>> written = all.stream().filter(options::isWritten).findFirst();
        Optional<ConfigOption<?>> missing =
                all.stream().filter(Predicate.not(options::isWritten)).findFirst();
        String spoken =
                protocol.map(SecurityProtocol::toString)
                        .or(() -> options.text(text(PROTOCOL)))
                        .orElse("PLAINTEXT");
        if (!spoken.startsWith("SASL_")) {
            written.ifPresent(
                    option ->
                            options.problem(
                                    String.format(KafkaErrors.SASL_NOT_SPOKEN, option.key())));
            return;
        }
        if (missing.isPresent()) {
            boolean isLeftToKafka =
                    written.isEmpty()
                            && (options.isWritten(text(JAAS))
                                    || options.isWritten(text(MECHANISM)));
            if (!isLeftToKafka) {
                options.problem(
                        String.format(KafkaErrors.SASL_INCOMPLETE, missing.get().key(), spoken));
            }
            return;
        }
        mechanism.ifPresent(
                name -> {
                    mapped.accept(MECHANISM, name.toString());
                    mapped.accept(
                            JAAS,
                            String.format(
                                    "%s required username=%s password=%s;",
                                    module(name, request.classLoader()),
                                    quoted(user.orElseThrow()),
                                    quoted(password.orElseThrow())));
                });
    }

    private static ConfigOption<String> text(String key) {
        return ConfigOptions.key(key).stringType().noDefaultValue();
    }

    private static String module(SaslMechanism mechanism, ClassLoader classLoader) {
        String name = mechanism == SaslMechanism.PLAIN ? PLAIN : SCRAM;
        String resource = (RELOCATED + name).replace('.', '/') + ".class";
        return classLoader.getResource(resource) == null ? name : RELOCATED + name;
    }

    /** As Kafka's reader of JAAS configurations, a {@code StreamTokenizer}, takes a text back. */
    static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }
}
