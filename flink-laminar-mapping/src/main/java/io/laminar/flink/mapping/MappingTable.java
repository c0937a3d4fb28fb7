// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/** The rules of a connector as tables of its documentation page. */
@Internal
public final class MappingTable {

    private MappingTable() {}

    /** A Markdown table from our options to the official ones, a line for each rule. */
    public static String markdown(List<Rule> rules) {
        return "| Here | Official connector | How |\n|---|---|---|\n"
                + rules.stream()
                        .map(
                                rule ->
                                        row(
                                                cell(keys(rule)),
                                                cell(rule.officialKeys()),
                                                rule.effect()))
                        .collect(Collectors.joining());
    }

    /**
     * A Markdown table for users of the official connector: what to write in place of its options,
     * a line for each that has another name or may not be written here.
     */
    public static String migration(List<Rule> rules) {
        return "| Official connector | Here |\n|---|---|\n"
                + rules.stream()
                        .filter(rule -> !keys(rule).equals(rule.officialKeys()))
                        .map(
                                rule ->
                                        row(
                                                cell(rule.officialKeys()),
                                                rule.options().isEmpty()
                                                        ? rule.effect()
                                                        : cell(keys(rule))))
                        .collect(Collectors.joining());
    }

    private static List<String> keys(Rule rule) {
        return rule.options().stream().map(option -> option.key()).toList();
    }

    private static String cell(List<String> keys) {
        return keys.isEmpty() ? "–" : keys.stream().collect(Collectors.joining("`, `", "`", "`"));
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells).replace("\n", " ") + " |\n";
    }
}
