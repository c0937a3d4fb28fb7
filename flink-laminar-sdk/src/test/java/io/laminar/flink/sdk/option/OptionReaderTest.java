// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionReaderTest {

    private enum Guarantee {
        AT_LEAST_ONCE,
        EXACTLY_ONCE;

        @Override
        public String toString() {
            return this == AT_LEAST_ONCE ? "at-least-once" : "exactly-once";
        }
    }

    private static final ConfigOption<String> BIND_ADDRESS =
            ConfigOptions.key("bind_address")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("bind.address");
    private static final ConfigOption<Long> PING =
            ConfigOptions.key("ping_interval_ms").longType().defaultValue(30_000L);
    private static final ConfigOption<Duration> FLUSH =
            ConfigOptions.key("flush.interval").durationType().defaultValue(Duration.ofSeconds(1));
    private static final ConfigOption<MemorySize> BUFFER =
            ConfigOptions.key("client_buffer").memoryType().defaultValue(MemorySize.ofMebiBytes(1));
    private static final ConfigOption<Boolean> MANDATORY =
            ConfigOptions.key("mandatory").booleanType().defaultValue(false);
    private static final ConfigOption<Guarantee> GUARANTEE =
            ConfigOptions.key("delivery.guarantee")
                    .enumType(Guarantee.class)
                    .defaultValue(Guarantee.AT_LEAST_ONCE);
    private static final Set<ConfigOption<?>> ALL =
            Set.of(BIND_ADDRESS, PING, FLUSH, BUFFER, MANDATORY, GUARANTEE);

    private static OptionReader reader(Map<String, String> written) {
        return new OptionReader("demo", written);
    }

    @Test
    void readsAKeyByItsFallbackSpelling() {
        OptionReader reader = reader(Map.of("bind.address", "0.0.0.0:80"));
        reader.checkKeys(ALL, Set.of());
        reader.throwProblems();
        assertThat(reader.find(BIND_ADDRESS)).contains("0.0.0.0:80");
        assertThat(reader.isWritten(BIND_ADDRESS)).isTrue();
        assertThat(reader.isWritten(PING)).isFalse();
    }

    @Test
    void knowsAMapThatIsWrittenEntryByEntry() {
        ConfigOption<Map<String, String>> headers =
                ConfigOptions.key("headers").mapType().noDefaultValue();
        assertThat(reader(Map.of("headers.X-Key", "1")).isWritten(headers)).isTrue();
        assertThat(reader(Map.of("headers-of", "1")).isWritten(headers)).isFalse();
    }

    @Test
    void doesNotQuoteAMapThatCanNotBeRead() {
        ConfigOption<Map<String, String>> headers =
                ConfigOptions.key("headers").mapType().noDefaultValue();
        assertThat(reader(Map.of("headers", "X-Key:1")).findMap(headers))
                .contains(Map.of("X-Key", "1"));
        OptionReader reader = reader(Map.of("headers", "X-Key=hush"));
        assertThat(reader.findMap(headers)).isEmpty();
        assertThatThrownBy(reader::throwProblems)
                .hasMessage(
                        "Connector 'demo': 'headers' is no list of 'name:value' with commas between."
                                + " Write each entry as an option of its own: 'headers.name' ="
                                + " 'value'.");
    }

    @Test
    void givesDefaultsForWhatIsNotWritten() {
        OptionReader reader = reader(Map.of());
        assertThat(reader.get(PING)).isEqualTo(30_000L);
        assertThat(reader.get(GUARANTEE, Guarantee.class)).isEqualTo(Guarantee.AT_LEAST_ONCE);
        assertThat(reader.find(BIND_ADDRESS)).isEmpty();
        reader.throwProblems();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exactly-once",
                "exactly_once",
                "exactly.once",
                "EXACTLY_ONCE",
                "Exactly-Once"
            })
    void readsAnEnumValueInEverySpelling(String written) {
        OptionReader reader = reader(Map.of("delivery.guarantee", written));
        assertThat(reader.get(GUARANTEE, Guarantee.class)).isEqualTo(Guarantee.EXACTLY_ONCE);
        reader.throwProblems();
    }

    @Test
    void readsABooleanInAnyCase() {
        assertThat(reader(Map.of("mandatory", "TRUE")).get(MANDATORY)).isTrue();
    }

    @Test
    void suggestsTheNearestKnownKey() {
        OptionReader reader = reader(Map.of("ping_intervall_ms", "5"));
        reader.checkKeys(ALL, Set.of());
        assertThatThrownBy(reader::throwProblems)
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "Connector 'demo': Unknown option 'ping_intervall_ms'. Did you mean"
                                + " 'ping_interval_ms'?");
    }

    @Test
    void refusesTwoSpellingsOfOneOption() {
        OptionReader reader = reader(Map.of("bind_address", "a:1", "bind.address", "b:2"));
        reader.checkKeys(ALL, Set.of());
        assertThatThrownBy(reader::throwProblems)
                .hasMessage(
                        "Connector 'demo': 'bind_address', 'bind.address' are one option: write one"
                                + " of them.");
    }

    @Test
    void listsTheKnownKeysWhenNoneIsNear() {
        OptionReader reader = reader(Map.of("zzzzzzzz", "5"));
        reader.checkKeys(Set.of(PING, BIND_ADDRESS), Set.of());
        assertThatThrownBy(reader::throwProblems)
                .hasMessage(
                        "Connector 'demo': Unknown option 'zzzzzzzz'. Known options: bind_address,"
                                + " ping_interval_ms.");
    }

    @Test
    void leavesKeysWithAForeignPrefixToTheirOwner() {
        OptionReader reader = reader(Map.of("json.ignore-parse-errors", "true"));
        reader.checkKeys(ALL, Set.of("json."));
        reader.throwProblems();
    }

    @Test
    void reportsAllProblemsTogetherWithWhatEachOptionAccepts() {
        OptionReader reader =
                reader(
                        Map.of(
                                "ping_interval_ms", "soon",
                                "flush.interval", "never",
                                "client_buffer", "big",
                                "mandatory", "maybe",
                                "delivery.guarantee", "twice"));
        reader.get(PING);
        reader.get(FLUSH);
        reader.get(BUFFER);
        reader.get(MANDATORY);
        reader.get(GUARANTEE, Guarantee.class);
        assertThatThrownBy(reader::throwProblems)
                .hasMessage(
                        String.join(
                                System.lineSeparator(),
                                "Connector 'demo': 5 options need mending:",
                                "- 'ping_interval_ms' is 'soon', but must be a whole number.",
                                "- 'flush.interval' is 'never', but must be a duration such as '5"
                                        + " s' or '200 ms'.",
                                "- 'client_buffer' is 'big', but must be a size such as '64 mb'.",
                                "- 'mandatory' is 'maybe', but must be 'true' or 'false'.",
                                "- 'delivery.guarantee' is 'twice', but must be one of"
                                        + " 'at-least-once', 'exactly-once'."));
    }

    @Test
    void neverPrintsTheValueOfASensitiveOption() {
        ConfigOption<Integer> token = ConfigOptions.key("token").intType().defaultValue(1);
        OptionReader reader = reader(Map.of("token", "s3cret"));
        reader.get(token);
        assertThatThrownBy(reader::throwProblems).hasMessageNotContaining("s3cret");
    }
}
