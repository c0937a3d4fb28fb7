// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.option;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.util.TimeUtils;

/** The options of a connector as the table of its documentation page. */
@Internal
public final class OptionsTable {

    private OptionsTable() {}

    /**
     * A Markdown table with a line for each option, in the order given.
     *
     * @param required keys of the options without which the table is refused, each with the
     *     condition under which that is so, or an empty text
     */
    public static String markdown(List<ConfigOption<?>> options, Map<String, String> required) {
        String rows =
                options.stream()
                        .map(option -> row(option, required))
                        .collect(Collectors.joining("\n"));
        return "| Option | Required | Default | Meaning |\n|---|---|---|---|\n" + rows + "\n";
    }

    private static String row(ConfigOption<?> option, Map<String, String> required) {
        String need = required.get(option.key());
        return String.format(
                "| `%s` | %s | %s | %s |",
                option.key(),
                need == null ? "no" : need.isEmpty() ? "yes" : need,
                option.hasDefaultValue() ? "`" + text(option.defaultValue()) + "`" : "–",
                new HtmlFormatter().format(option.description()).replace("|", "\\|"));
    }

    private static String text(Object defaultValue) {
        return defaultValue instanceof Duration duration
                ? TimeUtils.formatWithHighestUnit(duration)
                : defaultValue.toString();
    }
}
