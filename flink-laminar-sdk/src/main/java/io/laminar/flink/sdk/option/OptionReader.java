// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.option;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.table.api.ValidationException;

/**
 * Reads the {@code WITH} options of one table and collects every problem, so that the user sees all
 * of them at once.
 *
 * <p>Values are read as Flink reads them, with two liberties: an enum value is compared without
 * regard to case, {@code -}, {@code _} and {@code .}; and a problem does not throw where it is
 * found but in {@link #throwProblems()}, which therefore has to be called before any value is used.
 *
 * <p>Not thread-safe.
 */
@Internal
public final class OptionReader {

    private final String subject;
    private final Map<String, String> written;
    private final Configuration configuration;
    private final List<String> problems = new ArrayList<>();

    /**
     * Starts the reading of one table.
     *
     * @param connector identifier, for messages
     * @param written the options of the table as the user wrote them
     */
    public OptionReader(String connector, Map<String, String> written) {
        this(written, "Connector '" + connector + "'");
    }

    private OptionReader(Map<String, String> written, String subject) {
        this.subject = subject;
        this.written = Map.copyOf(written);
        this.configuration = Configuration.fromMap(this.written);
    }

    /**
     * Starts the reading of something that is not a table of a connector.
     *
     * @param subject what it is, such as {@code Catalog 'x'}, for messages
     */
    public static OptionReader of(String subject, Map<String, String> written) {
        return new OptionReader(written, subject);
    }

    /**
     * Notes a problem for each written key that is neither one of {@code known} (its fallback keys
     * included) nor starts with one of {@code prefixes}, and for each option that is written by
     * more than one of its keys.
     */
    public void checkKeys(Set<ConfigOption<?>> known, Set<String> prefixes) {
        Set<String> primary = new TreeSet<>();
        Set<String> accepted = new LinkedHashSet<>();
        for (ConfigOption<?> option : known) {
            primary.add(option.key());
            accepted.addAll(keysOf(option));
        }
        new TreeSet<>(written.keySet())
                .stream()
                        .filter(key -> !accepted.contains(key))
                        .filter(key -> prefixes.stream().noneMatch(key::startsWith))
                        .forEach(key -> problems.add(unknownKey(key, accepted, primary)));
        known.stream()
                .map(option -> keysOf(option).stream().filter(written::containsKey).toList())
                .filter(keys -> keys.size() > 1)
                .map(OptionReader::writtenTwice)
                .sorted()
                .forEach(problems::add);
    }

    /** The value, or the option's default; the option must have one. */
    public <T> T get(ConfigOption<T> option) {
        T fallback = option.defaultValue();
        try {
            return configuration.get(option);
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.add(badValue(option, expectation(fallback)));
            return fallback;
        }
    }

    /** The value, if the user wrote one. */
    public <T> Optional<T> find(ConfigOption<T> option) {
        try {
            return configuration.getOptional(option);
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.add(badValue(option, "a value of the type that the connector's page gives"));
            return Optional.empty();
        }
    }

    /** The entries, if the user wrote some. What is wrong is not quoted: it may hold a secret. */
    public Optional<Map<String, String>> findMap(ConfigOption<Map<String, String>> option) {
        try {
            return configuration.getOptional(option);
        } catch (IllegalArgumentException e) {
            problems.add(
                    String.format(
                            "'%1$s' is no list of 'name:value' with commas between. Write each entry"
                                    + " as an option of its own: '%1$s.name' = 'value'.",
                            option.key()));
            return Optional.empty();
        }
    }

    /** The enum value, or the option's default; the option must have one. */
    public <E extends Enum<E>> E get(ConfigOption<E> option, Class<E> type) {
        return find(option, type).orElse(option.defaultValue());
    }

    /** The enum value, if the user wrote one. */
    public <E extends Enum<E>> Optional<E> find(ConfigOption<E> option, Class<E> type) {
        Optional<String> text = text(option);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        for (E constant : type.getEnumConstants()) {
            if (canonical(constant.toString()).equals(canonical(text.get()))) {
                return Optional.of(constant);
            }
        }
        String accepted =
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> "'" + constant + "'")
                        .collect(Collectors.joining(", "));
        problems.add(badValue(option, "one of " + accepted));
        return Optional.empty();
    }

    /**
     * Whether the user wrote this option, by its key or a fallback key; a map also by the keys of
     * its entries, such as {@code headers.X-Key}.
     */
    public boolean isWritten(ConfigOption<?> option) {
        return configuration.contains(option);
    }

    /** Notes a problem that the caller found; a full sentence, with the way to mend it. */
    public void problem(String sentence) {
        problems.add(sentence);
    }

    /**
     * Ends the reading: returns if all is well.
     *
     * @throws ValidationException with every problem noted so far, if there is one
     */
    public void throwProblems() {
        if (problems.isEmpty()) {
            return;
        }
        if (problems.size() == 1) {
            throw new ValidationException(String.format("%s: %s", subject, problems.get(0)));
        }
        throw new ValidationException(
                String.format(
                        "%s: %d options need mending:%n- %s",
                        subject,
                        problems.size(),
                        String.join(System.lineSeparator() + "- ", problems)));
    }

    /** The value as it is written, if the user wrote one. */
    public Optional<String> text(ConfigOption<?> option) {
        return keysOf(option).stream().filter(written::containsKey).findFirst().map(written::get);
    }

    private String badValue(ConfigOption<?> option, String expected) {
        String value =
                GlobalConfiguration.isSensitive(option.key())
                        ? "***"
                        : text(option).orElse("nothing");
        return String.format("'%s' is '%s', but must be %s.", option.key(), value, expected);
    }

    private static String expectation(Object defaultValue) {
        if (defaultValue instanceof Boolean) {
            return "'true' or 'false'";
        }
        if (defaultValue instanceof Integer || defaultValue instanceof Long) {
            return "a whole number";
        }
        if (defaultValue instanceof Duration) {
            return "a duration such as '5 s' or '200 ms'";
        }
        if (defaultValue instanceof MemorySize) {
            return "a size such as '64 mb'";
        }
        return "a value of the same kind as its default '" + defaultValue + "'";
    }

    private static String unknownKey(String key, Set<String> accepted, Set<String> primary) {
        return NearestWord.to(key, accepted)
                .map(near -> String.format("Unknown option '%s'. Did you mean '%s'?", key, near))
                .orElseGet(
                        () ->
                                String.format(
                                        "Unknown option '%s'. Known options: %s.",
                                        key, String.join(", ", primary)));
    }

    private static String writtenTwice(List<String> keys) {
        return keys.stream()
                .collect(Collectors.joining("', '", "'", "' are one option: write one of them."));
    }

    private static List<String> keysOf(ConfigOption<?> option) {
        List<String> keys = new ArrayList<>();
        keys.add(option.key());
        for (FallbackKey fallback : option.fallbackKeys()) {
            keys.add(fallback.getKey());
        }
        return keys;
    }

    private static String canonical(String enumValue) {
        return enumValue.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
    }
}
