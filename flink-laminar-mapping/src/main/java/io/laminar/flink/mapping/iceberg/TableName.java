// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.iceberg;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table and the namespaces that it is in.
 *
 * @param namespace from the outermost to the innermost, which is Iceberg's database; one at least
 */
record TableName(List<String> namespace, String name) {

    private static final Pattern PART = Pattern.compile("\"([^\"]+)\"|`([^`]+)`|([^.\"`]+)");

    TableName {
        namespace = List.copyOf(namespace);
    }

    /** Empty if it is no {@code database.table}. */
    static Optional<TableName> of(String text) {
        List<String> parts = new ArrayList<>();
        Matcher part = PART.matcher(text);
        int next = 0;
        while (part.find(next) && part.start() == next) {
            parts.add(
                    Optional.ofNullable(part.group(1))
                            .or(() -> Optional.ofNullable(part.group(2)))
                            .orElseGet(() -> part.group(3).strip()));
            if (part.end() == text.length()) {
                return read(parts);
            }
            if (text.charAt(part.end()) != '.') {
                break;
            }
            next = part.end() + 1;
        }
        return Optional.empty();
    }

    private static Optional<TableName> read(List<String> parts) {
        int last = parts.size() - 1;
        // Iceberg's connector knows the outer ones by one text, with dots between.
        boolean isSplit =
                last > 1
                        && parts.subList(0, last - 1).stream().anyMatch(part -> part.contains("."));
        return last == 0 || isSplit || parts.contains("")
                ? Optional.empty()
                : Optional.of(new TableName(parts.subList(0, last), parts.get(last)));
    }

    @Override
    public String toString() {
        return String.join(".", namespace) + "." + name;
    }
}
