// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.postgres;

import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;

/**
 * A table and its schema, as the server knows them: quotes removed, unquoted parts in lower case
 * (PostgreSQL documentation, "Identifiers and Key Words").
 */
@Internal
public record TableName(String schema, String table) implements Serializable {

    private static final String PART = "(\"(?:[^\"]|\"\")+\"|[^\".\\s]+)";
    private static final Pattern NAME = Pattern.compile("(?:" + PART + "\\.)?" + PART);

    /**
     * Reads {@code table} or {@code schema.table}; the schema is {@code public} if absent.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static TableName parse(String text) {
        Matcher matcher = NAME.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    String.format(
                            "'table' is '%s', but must be 'table' or 'schema.table', with names that"
                                    + " hold other characters in double quotes.",
                            text));
        }
        String schema = matcher.group(1);
        return new TableName(
                schema == null ? "public" : unquote(schema), unquote(matcher.group(2)));
    }

    private static String unquote(String part) {
        return part.startsWith("\"")
                ? part.substring(1, part.length() - 1).replace("\"\"", "\"")
                : part.toLowerCase(Locale.ROOT);
    }

    /** Quoted for use in a statement. */
    public String sql() {
        return quote(schema) + "." + quote(table);
    }

    /** One identifier, quoted for use in a statement. */
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
