// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping;

import io.laminar.flink.sdk.option.OptionReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.DynamicTableFactory.Context;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * The rules by which a table of ours becomes one of the official connector.
 *
 * <p>What no rule is about passes through, if the official connector knows it; what nobody knows is
 * refused. All problems are reported together, before the official connector sees anything.
 *
 * <p>Immutable.
 */
@Internal
public final class OptionMapping {

    private final String connector;
    private final OfficialConnector official;
    private final List<Rule> rules;
    private final Map<ConfigOption<?>, String> required;
    private final Function<Map<String, String>, Set<String>> passedPrefixes;

    private OptionMapping(Builder builder) {
        this.connector = builder.connector;
        this.official = builder.official;
        this.rules = List.copyOf(builder.rules);
        this.required = new LinkedHashMap<>(builder.required);
        this.passedPrefixes = builder.passedPrefixes;
    }

    /**
     * Starts a list of rules.
     *
     * @param connector identifier of ours
     */
    public static Builder of(String connector, OfficialConnector official) {
        return new Builder(connector, official);
    }

    /** In the order of the rules, for the documentation. */
    public List<Rule> rules() {
        return rules;
    }

    /** All options of ours, each once, in the order of the rules. */
    public List<ConfigOption<?>> options() {
        Set<ConfigOption<?>> options = new LinkedHashSet<>();
        rules.forEach(rule -> options.addAll(rule.options()));
        return List.copyOf(options);
    }

    /** Keys of the options that every table needs, as {@code OptionsTable} takes them. */
    public Map<String, String> required() {
        Map<String, String> keys = new HashMap<>();
        required.keySet().forEach(option -> keys.put(option.key(), ""));
        return keys;
    }

    /** The official connector's factory, and the table as it has to see it. */
    public record Mapped<F extends DynamicTableFactory>(F factory, Context context) {}

    /**
     * Reads a table by the rules.
     *
     * @param kind of the official factory that will make it
     * @throws ValidationException with everything that is wrong with the options, or if the
     *     official connector is not there
     */
    public <F extends DynamicTableFactory> Mapped<F> map(Context context, Class<F> kind) {
        F factory = official.factory(connector, kind, context.getClassLoader());
        Map<String, String> written =
                WrittenOptions.resolve(
                        connector,
                        context.getObjectIdentifier(),
                        context.getCatalogTable().getOptions());
        OptionReader reader = new OptionReader(connector, written);
        reader.checkKeys(known(factory), passedPrefixes.apply(written));
        required.forEach((option, meaning) -> require(reader, written, option, meaning));

        Map<String, String> mapped = new HashMap<>(written);
        options().forEach(option -> keys(option).forEach(mapped::remove));
        TableRequest request =
                new TableRequest(
                        reader,
                        context.getObjectIdentifier(),
                        context.getCatalogTable().getResolvedSchema(),
                        context.getConfiguration(),
                        context.getClassLoader());
        rules.forEach(rule -> rule.apply(request, written, mapped));
        reader.throwProblems();

        mapped.put(FactoryUtil.CONNECTOR.key(), official.identifier());
        return new Mapped<>(
                factory,
                new FactoryUtil.DefaultDynamicTableContext(
                        context.getObjectIdentifier(),
                        context.getCatalogTable().copy(mapped),
                        context.getEnrichmentOptions(),
                        context.getConfiguration(),
                        context.getClassLoader(),
                        context.isTemporary()));
    }

    private Set<ConfigOption<?>> known(DynamicTableFactory factory) {
        Set<ConfigOption<?>> known = new HashSet<>(options());
        known.addAll(factory.requiredOptions());
        known.addAll(factory.optionalOptions());
        known.add(FactoryUtil.CONNECTOR);
        known.add(FactoryUtil.PROPERTY_VERSION);
        known.add(FactoryUtil.SOURCE_PARALLELISM);
        known.add(FactoryUtil.SINK_PARALLELISM);
        known.add(FactoryUtil.WATERMARK_EMIT_STRATEGY);
        known.add(FactoryUtil.WATERMARK_ALIGNMENT_GROUP);
        known.add(FactoryUtil.WATERMARK_ALIGNMENT_MAX_DRIFT);
        known.add(FactoryUtil.WATERMARK_ALIGNMENT_UPDATE_INTERVAL);
        known.add(FactoryUtil.SOURCE_IDLE_TIMEOUT);
        return known;
    }

    private void require(
            OptionReader reader,
            Map<String, String> written,
            ConfigOption<?> option,
            String meaning) {
        boolean isWritten =
                rules.stream()
                        .filter(rule -> rule.options().contains(option))
                        .flatMap(rule -> rule.officialKeys().stream())
                        .anyMatch(written::containsKey);
        if (!isWritten && !reader.isWritten(option)) {
            reader.problem(MappingErrors.missing(option.key(), meaning));
        }
    }

    private static List<String> keys(ConfigOption<?> option) {
        List<String> keys = new ArrayList<>(List.of(option.key()));
        for (FallbackKey fallback : option.fallbackKeys()) {
            keys.add(fallback.getKey());
        }
        return keys;
    }

    /** Collects rules. They are applied in the order in which they are added. */
    public static final class Builder {

        private final String connector;
        private final OfficialConnector official;
        private final List<Rule> rules = new ArrayList<>();
        private final Map<ConfigOption<?>, String> required = new LinkedHashMap<>();
        private Function<Map<String, String>, Set<String>> passedPrefixes = written -> Set.of();

        private Builder(String connector, OfficialConnector official) {
            this.connector = connector;
            this.official = official;
        }

        /** {@link Rule.Rename} to a key that may be the same. */
        public Builder rename(ConfigOption<?> option, String officialKey) {
            return add(new Rule.Rename(option, officialKey));
        }

        /** {@link Rule.Rename} that every table needs. */
        public Builder renameRequired(ConfigOption<?> option, String officialKey, String meaning) {
            return rename(option, officialKey).require(option, meaning);
        }

        public Builder fix(String officialKey, String value, String reason) {
            return add(new Rule.Fix(officialKey, value, reason));
        }

        public Builder defaultTo(String officialKey, String value, String reason) {
            return add(new Rule.Default(officialKey, value, reason));
        }

        public Builder refuse(String officialKey, String instead) {
            return add(new Rule.Refuse(officialKey, instead));
        }

        public Builder derive(
                List<ConfigOption<?>> options,
                List<String> officialKeys,
                String effect,
                Rule.Derivation derivation) {
            return add(new Rule.Derive(options, officialKeys, effect, derivation));
        }

        /**
         * Refuses a table without this option.
         *
         * @param meaning what to write, after a colon
         */
        public Builder require(ConfigOption<?> option, String meaning) {
            required.put(option, meaning);
            return this;
        }

        /**
         * Lets keys that begin so pass through, though the official connector does not list them.
         */
        public Builder pass(String... prefixes) {
            return pass(written -> Set.copyOf(Arrays.asList(prefixes)));
        }

        /** As {@link #pass(String...)}, for what the written options say. */
        public Builder pass(Function<Map<String, String>, Set<String>> prefixes) {
            Function<Map<String, String>, Set<String>> before = passedPrefixes;
            passedPrefixes =
                    written -> {
                        Set<String> all = new HashSet<>(before.apply(written));
                        all.addAll(prefixes.apply(written));
                        return all;
                    };
            return this;
        }

        private Builder add(Rule rule) {
            rules.add(rule);
            return this;
        }

        public OptionMapping build() {
            return new OptionMapping(this);
        }
    }
}
