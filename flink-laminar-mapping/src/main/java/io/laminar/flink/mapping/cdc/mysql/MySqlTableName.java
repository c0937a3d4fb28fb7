// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.mysql;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The full name of a table, without quotes. */
record MySqlTableName(String database, String table) {

    private static final String PART = "`((?:[^`]|``)+)`|\"((?:[^\"]|\"\")+)\"|([^.`\"]+)";
    private static final Pattern NAME =
            Pattern.compile("(?:(?:" + PART + ")\\.)?(?:" + PART + ")", Pattern.DOTALL);
    private static final int PARTS = 3;

    /** What a user wrote: the database is missing if nobody named it. */
    record Written(@Nullable String database, String table) {}

    /** Reads {@code table} or {@code database.table}; empty if it is neither. */
    static Optional<Written> parse(String text) {
        Matcher matcher = NAME.matcher(text.trim());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String table = part(matcher, PARTS + 1);
        return table == null ? Optional.empty() : Optional.of(new Written(part(matcher, 1), table));
    }

    private static @Nullable String part(Matcher matcher, int group) {
        if (matcher.group(group) != null) {
            return matcher.group(group).replace("``", "`");
        }
        if (matcher.group(group + 1) != null) {
            return matcher.group(group + 1).replace("\"\"", "\"");
        }
        String bare = matcher.group(group + 2);
        return bare == null ? null : bare.trim();
    }

    /** The name in a statement. */
    String quoted() {
        return quote(database) + "." + quote(table);
    }

    static String quote(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }

    /**
     * A name as the official connector wants it, which takes it for a list of regular expressions.
     */
    static String toPattern(String identifier) {
        return identifier.replaceAll("([^\\w\\p{L}])", "\\\\$1");
    }

    /** What {@link #toPattern} was made from. */
    static String fromPattern(String pattern) {
        return pattern.replaceAll("\\\\(.)", "$1");
    }

    @Override
    public String toString() {
        return database + "." + table;
    }
}
