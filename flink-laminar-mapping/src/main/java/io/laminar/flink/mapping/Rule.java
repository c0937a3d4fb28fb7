// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;

/** How options of ours and of the official connector belong together. */
@Internal
public sealed interface Rule {

    /** The options of ours that it reads. */
    List<ConfigOption<?>> options();

    /** The options of the official connector that it is about. */
    List<String> officialKeys();

    /** What it does, for the documentation. */
    String effect();

    /**
     * Reads what the user wrote.
     *
     * @param written options of the table by their keys
     * @param mapped takes options of the official connector, which holds what passes through
     *     already
     */
    void apply(TableRequest request, Map<String, String> written, Map<String, String> mapped);

    /** The official connector has the same option by another name, or by the same. */
    record Rename(ConfigOption<?> option, String official) implements Rule {
        @Override
        public List<ConfigOption<?>> options() {
            return List.of(option);
        }

        @Override
        public List<String> officialKeys() {
            return List.of(official);
        }

        @Override
        public String effect() {
            return option.key().equals(official) ? "as it is" : "by its other name";
        }

        @Override
        public void apply(
                TableRequest request, Map<String, String> written, Map<String, String> mapped) {
            // For a value that is not of the option's type.
            request.options().find(option);
            String value = request.options().text(option).orElse(null);
            if (value == null) {
                if (option.hasDefaultValue()) {
                    mapped.putIfAbsent(official, DefaultText.of(option));
                }
            } else if (!option.key().equals(official) && written.containsKey(official)) {
                request.options().problem(MappingErrors.writtenTwice(option.key(), official));
            } else {
                mapped.put(official, value);
            }
        }
    }

    /** The official connector needs this value, or must not have another one. */
    record Fix(String official, String value, String reason) implements Rule {
        @Override
        public List<ConfigOption<?>> options() {
            return List.of();
        }

        @Override
        public List<String> officialKeys() {
            return List.of(official);
        }

        @Override
        public String effect() {
            return "always `" + value + "`: " + reason;
        }

        @Override
        public void apply(
                TableRequest request, Map<String, String> written, Map<String, String> mapped) {
            String own = written.get(official);
            if (own != null && !own.equalsIgnoreCase(value)) {
                request.options().problem(MappingErrors.fixed(official, value, reason));
            }
            mapped.put(official, value);
        }
    }

    /** A better default than the official connector's. */
    record Default(String official, String value, String reason) implements Rule {
        @Override
        public List<ConfigOption<?>> options() {
            return List.of();
        }

        @Override
        public List<String> officialKeys() {
            return List.of(official);
        }

        @Override
        public String effect() {
            return "`" + value + "` unless you write it: " + reason;
        }

        @Override
        public void apply(
                TableRequest request, Map<String, String> written, Map<String, String> mapped) {
            mapped.putIfAbsent(official, value);
        }
    }

    /** An option of the official connector that must not be written here. */
    record Refuse(String official, String instead) implements Rule {
        @Override
        public List<ConfigOption<?>> options() {
            return List.of();
        }

        @Override
        public List<String> officialKeys() {
            return List.of(official);
        }

        @Override
        public String effect() {
            return "refused: " + instead;
        }

        @Override
        public void apply(
                TableRequest request, Map<String, String> written, Map<String, String> mapped) {
            if (written.containsKey(official)) {
                request.options().problem(MappingErrors.refused(official, instead));
            }
        }
    }

    /**
     * Anything else. What the user wrote for the official connector stays.
     *
     * @param effect what becomes of the options, for the documentation
     */
    record Derive(
            List<ConfigOption<?>> options,
            List<String> officialKeys,
            String effect,
            Derivation derivation)
            implements Rule {
        @Override
        public void apply(
                TableRequest request, Map<String, String> written, Map<String, String> mapped) {
            derivation.derive(request, mapped::putIfAbsent);
        }
    }

    /** Finds options of the official connector. Notes problems in the request's reader. */
    @FunctionalInterface
    interface Derivation {
        void derive(TableRequest request, BiConsumer<String, String> mapped);
    }
}
